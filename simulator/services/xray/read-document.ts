import type { TraceSegment } from '@/simulator/fleet/types'

export type Document = Record<string, unknown>

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function readText(document: Document, name: string): string | null {
  const value = document[name]
  return typeof value === 'string' ? value : null
}

/** Epoch seconds, null while the (sub)segment is in progress. */
export function readSeconds(document: Document, name: 'start_time' | 'end_time'): number | null {
  const value = document[name]
  return typeof value === 'number' ? value : null
}

export function readChild(document: Document, name: string): Document {
  const value = document[name]
  return isDocument(value) ? value : {}
}

export function listSubsegments(document: Document): Document[] {
  const value = document.subsegments
  return Array.isArray(value) ? value.filter(isDocument) : []
}

/** The document itself and every subsegment below it. */
export function* walkDocument(document: Document): Generator<Document> {
  yield document
  for (const subsegment of listSubsegments(document)) yield* walkDocument(subsegment)
}

/** The newest state of each segment, in order of start: what X-Ray keeps when a segment is sent again. */
export function latestSegments(segments: readonly TraceSegment[]): TraceSegment[] {
  const byId = new Map<string, TraceSegment>()
  for (const segment of segments) {
    const known = byId.get(segment.id)
    if (!known || known.revision <= segment.revision) byId.set(segment.id, segment)
  }
  const startOf = ({ document }: TraceSegment) => readSeconds(document, 'start_time') ?? 0
  return [...byId.values()].sort((a, b) => startOf(a) - startOf(b) || (a.id < b.id ? -1 : 1))
}

/** The account that a segment names, in its aws block or in an ARN. */
export function readAccountId(document: Document, ownAccountId: string): string {
  const aws = readChild(document, 'aws')
  const arn = readText(aws, 'function_arn') ?? readText(document, 'resource_arn') ?? ''
  return readText(aws, 'account_id') ?? /:(\d{12}):/.exec(arn)?.[1] ?? ownAccountId
}

/** The type of the service behind a segment: its origin, `remote` for inferred hosts, else unknown. */
export function readServiceType(document: Document): string {
  const origin = readText(document, 'origin')
  if (origin) return origin
  return document.inferred === true || document.namespace === 'remote' ? 'remote' : 'AWS::Unknown'
}

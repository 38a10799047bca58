import type { TraceSegment } from '@/simulator/fleet/types'
import {
  type Document,
  latestSegments,
  readAccountId,
  readSeconds,
  readServiceType,
  readText,
  walkDocument,
} from '@/simulator/services/xray/read-document'

/** One service of a trace as filters and summaries see it. */
export type ServiceView = { name: string; type: string; accountId: string; document: Document }

/** A trace as X-Ray judges it: what its root says, and what all its segments say together. */
export type TraceView = {
  id: string
  startSeconds: number
  durationSeconds: number
  root: Document
  responseSeconds: number | null
  isPartial: boolean
  hasThrottle: boolean
  revision: number
  documents: Document[]
  services: ServiceView[]
  annotations: Map<string, { value: string | number | boolean; services: ServiceView[] }[]>
}

/** Response or run time of a document in seconds, null while it runs. */
export function readElapsed(document: Document): number | null {
  const start = readSeconds(document, 'start_time')
  const end = readSeconds(document, 'end_time')
  return start === null || end === null ? null : end - start
}

function findRoot(documents: readonly Document[]): Document {
  const ids = new Set<string>()
  for (const document of documents) for (const part of walkDocument(document)) ids.add(readText(part, 'id') ?? '')
  const isRoot = (document: Document) => !ids.has(readText(document, 'parent_id') ?? 'none')
  return documents.find(isRoot) ?? documents[0] ?? {}
}

function collectAnnotations(services: readonly ServiceView[]): TraceView['annotations'] {
  const collected: TraceView['annotations'] = new Map()
  for (const service of services) {
    for (const part of walkDocument(service.document)) {
      const annotations = part.annotations
      if (typeof annotations !== 'object' || annotations === null) continue
      for (const [key, value] of Object.entries(annotations)) {
        if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue
        const values = collected.get(key) ?? []
        collected.set(key, values)
        const known = values.find((one) => one.value === value)
        if (!known) values.push({ value, services: [service] })
        else if (!known.services.includes(service)) known.services.push(service)
      }
    }
  }
  return collected
}

/** Puts the visible segments of one trace together; null when none is visible. */
export function viewTrace(id: string, segments: readonly TraceSegment[], ownAccountId: string): TraceView | null {
  const latest = latestSegments(segments)
  if (latest.length === 0) return null
  const documents = latest.map(({ document }) => document)
  const root = findRoot(documents)
  const starts = documents.map((document) => readSeconds(document, 'start_time') ?? Number.POSITIVE_INFINITY)
  const ends = documents.map((document) => readSeconds(document, 'end_time') ?? 0)
  const startSeconds = Math.min(...starts)
  const services = documents.map((document) => ({
    name: readText(document, 'name') ?? '',
    type: readServiceType(document),
    accountId: readAccountId(document, ownAccountId),
    document,
  }))
  return {
    id,
    startSeconds,
    durationSeconds: Math.max(0, Math.max(...ends) - startSeconds),
    root,
    responseSeconds: readElapsed(root),
    isPartial: documents.some((document) => document.in_progress === true),
    hasThrottle: documents.some((document) => document.throttle === true),
    revision: latest.reduce((sum, { revision }) => sum + revision + 1, 0),
    documents,
    services,
    annotations: collectAnnotations(services),
  }
}

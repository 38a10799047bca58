import { BatchGetTracesCommand } from '@aws-sdk/client-xray'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { boolOf, isPage, recordsOf, textOf, textsOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'

export const MOST_TRACES = 5

type Answer = Partial<Record<'Traces' | 'UnprocessedTraceIds' | 'NextToken', unknown>>

/** document: JSON text of the segment, as X-Ray keeps it. */
export type TraceDocuments = {
  id: string
  limitExceeded: boolean
  segments: { id: string; document: string }[]
}

export type TraceBatch = { traces: TraceDocuments[]; unprocessedIds: string[] }

/**
 * The documents of at most five traces, merged over all pages. A trace that is neither among the traces nor unprocessed
 * does not exist (any more). Throws AwsFailure. Follows API_BatchGetTraces.
 */
export async function batchGetTraces(aws: AwsAccess, ids: readonly string[]): Promise<TraceBatch> {
  if (ids.length > MOST_TRACES) throw new RangeError(`BatchGetTraces takes ${MOST_TRACES} ids at most`)
  const traces = new Map<string, TraceDocuments>()
  const unprocessedIds = new Set<string>()
  // A trace that is on several pages, or only on a later one, is retrieved, and billed, once; one left unprocessed is not.
  const retrieved = new Set<string>()
  const countRetrieved = ({ Traces, UnprocessedTraceIds, NextToken }: Answer) => {
    if (!Array.isArray(Traces)) return null
    const items = recordsOf(Traces)
    const unread = items.filter(({ Id }) => textOf(Id) === null).length
    const before = retrieved.size
    const left = [...unprocessedIds, ...textsOf(UnprocessedTraceIds)]
    const isPart = textOf(NextToken) !== null && items.length > 0
    const told = isPart ? ids : items.map(({ Id }) => textOf(Id))
    for (const id of told) if (id !== null && !left.includes(id)) retrieved.add(id)
    return unread + retrieved.size - before
  }
  const pages = readPages(
    { service: 'xray', operation: 'BatchGetTraces' },
    (NextToken) =>
      callAws(aws, {
        service: 'xray',
        operation: 'BatchGetTraces',
        send: (options) => aws.clients.xray.send(new BatchGetTracesCommand({ TraceIds: [...ids], NextToken }), options),
        unitsOf: countRetrieved,
        unitsUnread: ids.length - retrieved.size - unprocessedIds.size,
        isWhole: ({ Traces, NextToken }) =>
          isPage(Traces, NextToken, 'Id') &&
          recordsOf(Traces).every(({ Segments = [] }) => isPage(Segments, null, 'Id', 'Document')),
      }),
    (page) => page.NextToken,
    () => {
      for (const told of [traces, unprocessedIds, retrieved]) told.clear()
    },
  )
  for await (const { page } of pages) {
    for (const id of textsOf(page.UnprocessedTraceIds)) unprocessedIds.add(id)
    for (const item of recordsOf(page.Traces)) addTrace(traces, item)
  }
  return { traces: [...traces.values()], unprocessedIds: [...unprocessedIds] }
}

function addTrace(traces: Map<string, TraceDocuments>, item: Readonly<Record<string, unknown>>): void {
  const id = textOf(item.Id)
  if (id === null) return
  const trace = traces.get(id) ?? { id, limitExceeded: false, segments: [] }
  traces.set(id, trace)
  trace.limitExceeded ||= boolOf(item.LimitExceeded) ?? false
  for (const segment of recordsOf(item.Segments)) {
    const segmentId = textOf(segment.Id)
    const document = textOf(segment.Document)
    if (segmentId !== null && document !== null) trace.segments.push({ id: segmentId, document })
  }
}

import type { InflatedDocuments } from '@/lib/server/blocks/inflated-documents'
import type { Db } from '@/lib/server/db'

/** The documents of a trace as they were at a version; spanIds: in the order of the waterfall, once that is known. */
export type RecentTrace = {
  readonly version: string
  readonly documents: readonly InflatedDocuments[]
  spanIds: readonly string[] | null
}

/** Of all traces that are kept; one of 50,000 spans has some 20 MB, half as much for where IDs stand, and 2 MB of IDs. */
const MOST_BYTES = 96 * 1024 * 1024

/** So much is counted for any trace, one without documents too, so that their number has an end. */
const LEAST_BYTES = 64 * 1024
/** An ID of 16 digits, and its place in the list. */
const ID_BYTES = 40

const kept = new WeakMap<Db, Map<string, RecentTrace>>()

/** A trace that was looked at lately, when it is still what is stored: each click in a waterfall asks for it again. */
export function recentTrace(db: Db, id: string, version: string): RecentTrace | null {
  const traces = kept.get(db)
  const trace = traces?.get(id)
  if (traces === undefined || trace === undefined) return null
  traces.delete(id)
  if (trace.version !== version) return null
  traces.set(id, trace)
  return trace
}

/** Keeps a trace, and drops those that were not looked at for longest where there are too many bytes. */
export function keepRecentTrace(db: Db, id: string, trace: RecentTrace): RecentTrace {
  const traces = kept.get(db) ?? new Map<string, RecentTrace>()
  kept.set(db, traces)
  traces.delete(id)
  traces.set(id, trace)
  let bytes = [...traces.values()].reduce((sum, one) => sum + sizeOf(one), 0)
  for (const [oldest, one] of traces) {
    if (bytes <= MOST_BYTES) break
    bytes -= sizeOf(one)
    traces.delete(oldest)
  }
  return trace
}

function sizeOf({ documents, spanIds }: RecentTrace): number {
  return documents.reduce((sum, { size }) => sum + size, LEAST_BYTES + ID_BYTES * (spanIds?.length ?? 0))
}

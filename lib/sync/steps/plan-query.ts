import { numberOf, recordOf, textOf } from '@/lib/sync/aws/parse-values'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const LONGEST_MS = 60 * MINUTE_MS
/** What a query is meant to scan: the next window is made longer or shorter accordingly. */
const WANTED_BYTES = 16_000_000
/** A query cannot give more than it scanned. */
const MOST_BYTES_AT_ONCE = 32_000_000
const MOST_ITEMS = 10_000
/** Of lines of a quarter of a megabyte, AWS's limit, they hold as much as that. */
const FEW_ITEMS = 128

/**
 * Logs Insights reading a window up to toMs: where it stands, how long its next query's window is to be, and the query that
 * is under way. All times are whole seconds.
 */
export type QueryReading = {
  fromMs: number
  toMs: number
  sizeMs: number
  query: QueryUnderWay | null
}

/**
 * mark: by which AWS's listing tells it. id null: it may have begun, but AWS has not told. otherIds: of the same, begun by
 * attempts whose answer was lost. lost: attempts that may have begun one that AWS would not list. isCounted: what all of
 * them scanned is counted by the meter.
 */
export type QueryUnderWay = {
  mark: string
  id: string | null
  otherIds: string[]
  lost: number
  toMs: number
  isCounted: boolean
}

/** How a query's answer ends: how far it is surely whole, and whether it was cut off there. */
export type QueryAnswer = { sureMs: number; isCut: boolean; billedBytes: number }

/** The reading that a step's cursor holds; null when none is under way. */
export function parseReading(value: unknown): QueryReading | null {
  const stored = recordOf(value)
  const [fromMs, toMs, sizeMs] = ['fromMs', 'toMs', 'sizeMs'].map((name) => numberOf(stored?.[name]))
  if (fromMs == null || toMs == null || sizeMs == null) return null
  return { fromMs, toMs, sizeMs, query: parseUnderWay(recordOf(stored?.query)) }
}

function parseUnderWay(query: Readonly<Record<string, unknown>> | null): QueryUnderWay | null {
  const [mark, id, toMs] = [textOf(query?.mark), textOf(query?.id), numberOf(query?.toMs)]
  if (query === null || toMs === null || (mark === null && id === null)) return null
  const otherIds = Array.isArray(query.otherIds) ? query.otherIds.filter((one) => typeof one === 'string') : []
  const lost = numberOf(query.lost) ?? 0
  return { mark: mark ?? '', id, otherIds, lost, toMs, isCounted: query.isCounted === true }
}

/**
 * Where the reading goes on once a query is read. After a cut answer that is the first second that may lack lines, with
 * shorter windows; a single second cannot be cut shorter, and is left behind: isLost.
 */
export function advanceReading(
  { fromMs, toMs, query, sizeMs }: QueryReading,
  { sureMs, isCut, billedBytes }: QueryAnswer,
): { next: QueryReading; isLost: boolean } {
  const endMs = query?.toMs ?? fromMs
  if (!isCut) {
    const factor = Math.min(4, WANTED_BYTES / Math.max(1, billedBytes))
    // The last window of a reading may be a short rest, which says little.
    const basisMs = factor < 1 ? endMs - fromMs : sizeMs
    return { next: { fromMs: endMs, toMs, sizeMs: sizeOf(basisMs * factor), query: null }, isLost: false }
  }
  if (sureMs > fromMs) {
    return { next: { fromMs: sureMs, toMs, sizeMs: sizeOf((sureMs - fromMs) * 0.8), query: null }, isLost: false }
  }
  const isLost = endMs - fromMs <= SECOND_MS
  return { next: { fromMs: isLost ? endMs : fromMs, toMs, sizeMs: SECOND_MS, query: null }, isLost }
}

/** How many rows of an answer are asked for at once, so that no more than about 32 MB are in memory. */
export function rowsAtOnce(billedBytes: number): number {
  return billedBytes > 0 && billedBytes <= MOST_BYTES_AT_ONCE ? MOST_ITEMS : FEW_ITEMS
}

export function floorSecond(atMs: number): number {
  return Math.floor(atMs / SECOND_MS) * SECOND_MS
}

/** The first window of a group of which nothing is known yet. */
export const FIRST_SIZE_MS = MINUTE_MS

function sizeOf(ms: number): number {
  return Math.min(LONGEST_MS, Math.max(SECOND_MS, floorSecond(ms)))
}

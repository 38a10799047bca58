import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { filterLogEvents } from '@/lib/sync/aws/filter-log-events'
import { getIndexedPercent, goesToSpans } from '@/lib/sync/aws/get-trace-destination'
import { boolOf, numberOf } from '@/lib/sync/aws/parse-values'
import { advanceLive, HOUR_MS, MINUTE_MS, planBackfill, planLive } from '@/lib/sync/plan-windows'
import { REACH_MS, targetFrom } from '@/lib/sync/retention'
import type { LogWindow } from '@/lib/sync/steps/read-log-window'
import { coverState } from '@/lib/sync/store/cover-state'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { daysOfSpans, readSpanRecords, type SpansByTrace, storeSpans } from '@/lib/sync/store/store-spans'
import type { StepOutcome, StepRun } from '@/lib/sync/sync-step'
import { addRange } from '@/lib/sync/time-ranges'
import { wholePart } from '@/lib/sync/whole-part'

const GROUP = 'aws/spans'
const TABLES = ['trace', 'trace_documents', 'trace_function'] as const
const STORED_DAYS = `
  SELECT DISTINCT (extract(epoch FROM date_trunc('day', started_at, 'UTC')) * 1000)::float8 AS "atMs"
  FROM trace WHERE account_region_id = $1 AND id = ANY($2)`
const ASK_EVERY_MS = 24 * HOUR_MS
const ASK_AGAIN_MS = HOUR_MS
const EVERY_MS = 30_000
/** A function runs for a quarter of an hour at most, and its span is written a little later. */
const LATE_MS = 20 * MINUTE_MS
const SHORT_OVERLAP_MS = 2 * MINUTE_MS
/** How often all that may be late is read again, and how far back, so that none is missed between two such reads. */
const WHOLE_EVERY_MS = 5 * MINUTE_MS
const OVERLAP_MS = LATE_MS + WHOLE_EVERY_MS + MINUTE_MS
const LONGEST_LIVE_MS = HOUR_MS
const SLICE_MS = HOUR_MS
const PAGES_PER_RUN = 12

/** Where the traces of a region are, as far as AWS last said: kept in the step's cursor. */
export type TraceDestination = { toSpans: boolean; indexedPercent: number | null; cursor: Record<string, unknown> }

/** Asks once a day whether Transaction Search is on; where AWS does not say, what it said before stays. Throws AwsFailure when the run is cut short. */
export async function findTraceDestination({ aws, state, nowMs }: StepRun): Promise<TraceDestination> {
  const { cursor } = state
  const known = { toSpans: boolOf(cursor.toSpans) ?? false, indexedPercent: numberOf(cursor.indexedPercent) }
  if (nowMs < (numberOf(cursor.askDestinationAtMs) ?? 0)) return { ...known, cursor: {} }
  try {
    const toSpans = await goesToSpans(aws)
    const indexedPercent = toSpans ? await getIndexedPercent(aws) : null
    const found = { toSpans, indexedPercent }
    return { ...found, cursor: { ...found, askDestinationAtMs: nowMs + ASK_EVERY_MS } }
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
    return { ...known, cursor: { askDestinationAtMs: nowMs + ASK_AGAIN_MS } }
  }
}

/** What a page says that has only the indexed share of a region's traces. */
export function describeIndexedShare(indexedPercent: number | null): string {
  const share = indexedPercent === null ? 'only a share' : `only ${indexedPercent} %`
  return `This region's traces go to the log group ${GROUP} (Transaction Search), which the credentials may not read: X-Ray shows ${share} of them. Allow logs:FilterLogEvents on ${GROUP}.`
}

/**
 * Reads the spans of a region with Transaction Search from their log group, newest first, then backwards, and adds them
 * to their traces. FilterLogEvents costs nothing. Throws AwsFailure: "gone" or "denied" where the group cannot be read.
 */
export async function readSpans(run: StepRun, destination: TraceDestination): Promise<StepOutcome> {
  const { nowMs, state } = run
  const mostMs = REACH_MS.spans
  const targetFromMs = Math.max(state.targetFromMs ?? nowMs, targetFrom(nowMs, mostMs, mostMs))
  const spansAtMs = numberOf(state.cursor.spansAtMs)
  const progress = { rows: 0, pages: 0, lowestMs: nowMs }
  let covered = [...state.covered]
  if (spansAtMs === null || nowMs - spansAtMs >= EVERY_MS || spansAtMs > nowMs) {
    const isWhole = nowMs - (numberOf(state.cursor.wholeAtMs) ?? 0) >= WHOLE_EVERY_MS
    const overlapMs = isWhole ? OVERLAP_MS : SHORT_OVERLAP_MS
    const bounds = { overlapMs, firstMs: LATE_MS, longestMs: LONGEST_LIVE_MS }
    const { window, forget } = planLive({ liveAtMs: spansAtMs, nowMs, targetFromMs, ...bounds })
    const cursorAt = (atMs: number) => ({
      spansAtMs: advanceLive(spansAtMs, atMs, nowMs),
      ...(isWhole && atMs === nowMs ? { wholeAtMs: nowMs } : {}),
    })
    await readWindow(run, { window, forget, cursorAt, mayStop: false }, progress)
    covered = addRange(covered, window)
  }
  const nextHole = () => planBackfill({ covered, targetFromMs, nowMs, sliceMs: SLICE_MS })
  let hole = nextHole()
  while (hole !== null && progress.pages < PAGES_PER_RUN) {
    const toMs = await readWindow(run, { window: hole, forget: null, cursorAt: () => ({}), mayStop: true }, progress)
    covered = addRange(covered, { fromMs: hole.fromMs, toMs })
    hole = nextHole()
    if (run.isTimeUp()) break
  }
  return {
    state: 'ok',
    detail: null,
    nextRunAtMs: hole === null ? nowMs + EVERY_MS : nowMs,
    rows: progress.rows,
    cursor: destination.cursor,
    window: { fromMs: progress.lowestMs, toMs: nowMs },
  }
}

/** A span may come days after its trace began, whose documents are gone already: their day is made again. */
async function ensureDaysOfStored(pool: pg.Pool, placeId: number, spans: SpansByTrace): Promise<void> {
  const rows = await selectRows<{ atMs: number }>(pool, STORED_DAYS, [placeId, [...spans.keys()]])
  for (const { atMs } of rows) await ensurePartitions(pool, TABLES, { fromMs: atMs, toMs: atMs })
}

/** Covers the window page by page; answers how far: its end, unless the run's time was up. */
async function readWindow(
  run: StepRun,
  { window, forget, cursorAt, mayStop }: LogWindow,
  progress: { rows: number; pages: number; lowestMs: number },
): Promise<number> {
  const { lease, pool, place, nowMs } = run
  let reachedMs = window.fromMs
  for await (const { events, isLast } of filterLogEvents(run.aws, GROUP, window)) {
    const spans = readSpanRecords(events)
    const days = daysOfSpans(spans)
    if (days !== null) await ensurePartitions(pool, TABLES, days)
    await ensureDaysOfStored(pool, place.id, spans)
    const part = wholePart(window, reachedMs, { events, isLast })
    progress.rows += await inTransaction(lease, async () => {
      const added = await storeSpans(lease, place.id, spans, nowMs)
      if (part !== null) await coverState(run, { window: part, forget, cursor: cursorAt(part.toMs) })
      return added
    })
    progress.pages += 1
    if (part !== null) reachedMs = part.toMs
    if (part !== null && mayStop && run.isTimeUp()) break
  }
  progress.lowestMs = Math.min(progress.lowestMs, window.fromMs)
  return reachedMs
}

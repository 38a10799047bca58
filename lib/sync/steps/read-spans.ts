import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { filterLogEvents } from '@/lib/sync/aws/filter-log-events'
import { getIndexedPercent, goesToSpans } from '@/lib/sync/aws/get-trace-destination'
import { boolOf, numberOf } from '@/lib/sync/aws/parse-values'
import { advanceRepair, beginRepair, planRepair, type Repair, type RepairRules, repairOf } from '@/lib/sync/plan-repair'
import { advanceLive, HOUR_MS, MINUTE_MS, planBackfill, planLive } from '@/lib/sync/plan-windows'
import { REACH_MS, targetFrom } from '@/lib/sync/retention'
import type { LogWindow } from '@/lib/sync/steps/read-log-window'
import { coverState } from '@/lib/sync/store/cover-state'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { spanOfTimes } from '@/lib/sync/store/span-of-times'
import { daysOfSpans, readSpanRecords, type SpansByTrace, storeSpans } from '@/lib/sync/store/store-spans'
import type { StepOutcome, StepRun } from '@/lib/sync/sync-step'
import { addRange } from '@/lib/sync/time-ranges'
import { wholePart } from '@/lib/sync/whole-part'

const GROUP = 'aws/spans'
const STORED_DAYS = `
  SELECT DISTINCT (extract(epoch FROM date_trunc('day', started_at, 'UTC')) * 1000)::float8 AS "atMs"
  FROM trace WHERE account_region_id = $1 AND id = ANY($2)`
const ASK_EVERY_MS = 24 * HOUR_MS
const ASK_AGAIN_MS = HOUR_MS
const EVERY_MS = 30_000
/** A function runs for a quarter of an hour at most, and its span is written a little later: passes of their own find those. */
const LATE_SPANS: RepairRules = {
  latestMs: 20 * MINUTE_MS,
  everyMs: 5 * MINUTE_MS,
  busyEveryMs: 5 * MINUTE_MS,
  overlapMs: 2 * MINUTE_MS,
  mostSliceMs: HOUR_MS,
  longestMs: 2 * HOUR_MS,
}
const LONGEST_LIVE_MS = HOUR_MS
const SLICE_MS = HOUR_MS
const PAGES_PER_RUN = 12

type Progress = { rows: number; pages: number; lowestMs: number }

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
  const progress: Progress = { rows: 0, pages: 0, lowestMs: nowMs }
  let covered = [...state.covered]
  let cursor: Record<string, unknown> = {}
  if (spansAtMs === null || nowMs - spansAtMs >= EVERY_MS || spansAtMs > nowMs) {
    // Kept from its first page on, so that a run that is cut short is followed by one that goes on.
    const late = repairOf(state.cursor.late) ?? beginRepair(nowMs, LATE_SPANS)
    const isPaused = spansAtMs !== null && nowMs - spansAtMs > LONGEST_LIVE_MS
    // After a pause the backfill reads what was not settled before it.
    const overlapMs = isPaused ? LATE_SPANS.latestMs : LATE_SPANS.overlapMs
    const bounds = { overlapMs, firstMs: LATE_SPANS.latestMs, longestMs: LONGEST_LIVE_MS }
    const { window, forget } = planLive({ liveAtMs: spansAtMs, nowMs, targetFromMs, ...bounds })
    const cursorAt = (atMs: number) => ({ spansAtMs: advanceLive(spansAtMs, atMs, nowMs), late })
    await readWindow(run, { window, forget, cursorAt, mayStop: false }, progress)
    covered = addRange(covered, window)
    cursor = { late: await readLateSpans(run, late, progress) }
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
    cursor: { ...destination.cursor, ...cursor },
    window: { fromMs: progress.lowestMs, toMs: nowMs },
  }
}

/** Reads a slice again for spans that came later than the live reads look back; answers how far the pass is. */
async function readLateSpans(run: StepRun, known: Repair, progress: Progress): Promise<Repair> {
  const firstMs = run.state.covered[0]?.fromMs ?? run.nowMs
  const { repair, window } = planRepair(known, { nowMs: run.nowMs, firstMs }, LATE_SPANS)
  if (window === null) return repair
  const cursorAt = (reachedMs: number) => ({ late: { ...repair, reachedMs } })
  const own: Progress = { ...progress, pages: 0 }
  const toMs = await readWindow(run, { window, forget: null, cursorAt, mayStop: true }, own)
  progress.rows = own.rows
  return advanceRepair(repair, { fromMs: window.fromMs, toMs }, own.pages, LATE_SPANS)
}

/** A span may come days after its trace began, whose documents are gone already: their day is made again. */
async function ensureDaysOfStored(pool: pg.Pool, placeId: number, spans: SpansByTrace): Promise<void> {
  const rows = await selectRows<{ atMs: number }>(pool, STORED_DAYS, [placeId, [...spans.keys()]])
  for (const { atMs } of rows) await ensurePartitions(pool, TRACE_TABLES, { fromMs: atMs, toMs: atMs })
}

/** Covers the window page by page; answers how far: its end, unless the run's time was up. */
async function readWindow(
  run: StepRun,
  { window, forget, cursorAt, mayStop }: LogWindow,
  progress: Progress,
): Promise<number> {
  const { lease, pool, place, nowMs } = run
  let reachedMs = window.fromMs
  let pages = 0
  for await (const { events, isLast } of filterLogEvents(run.aws, GROUP, window)) {
    pages += 1
    const spans = readSpanRecords(events)
    const days = daysOfSpans(spans)
    if (days !== null) await ensurePartitions(pool, TRACE_TABLES, days)
    await ensureDaysOfStored(pool, place.id, spans)
    const part = wholePart(window, reachedMs, { earliestMs: spanOfTimes(events).fromMs, isLast })
    progress.rows += await inTransaction(lease, async () => {
      const added = await storeSpans(lease, place.id, spans, nowMs)
      if (part !== null) await coverState(run, { window: part, forget, cursor: cursorAt(part.toMs, pages) })
      return added
    })
    if (part !== null) reachedMs = part.toMs
    if (part !== null && mayStop && run.isTimeUp()) break
  }
  progress.pages += pages
  progress.lowestMs = Math.min(progress.lowestMs, window.fromMs)
  return reachedMs
}

import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { getTraceSummaries } from '@/lib/sync/aws/get-trace-summaries'
import { numberOf } from '@/lib/sync/aws/parse-values'
import { advanceRepair, beginRepair, planRepair, type Repair, type RepairRules, repairOf } from '@/lib/sync/plan-repair'
import { MINUTE_MS, planLive } from '@/lib/sync/plan-windows'
import { REACH_MS, targetFrom } from '@/lib/sync/retention'
import {
  describeIndexedShare,
  findTraceDestination,
  readSpans,
  type TraceDestination,
} from '@/lib/sync/steps/read-spans'
import { coverState } from '@/lib/sync/store/cover-state'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { wakeSteps } from '@/lib/sync/store/seed-states'
import { storeTraceSummaries } from '@/lib/sync/store/store-trace-summaries'
import type { StepOutcome, StepRun, SyncStep } from '@/lib/sync/sync-step'
import { addRange, findHoles, type TimeRange } from '@/lib/sync/time-ranges'

const EVERY_MS = 30_000
/** X-Ray publishes no limit; a longer window costs the same per trace and is more lost when it fails. */
const WINDOW_MS = 15 * MINUTE_MS
/** Updates are told late. X-Ray bills each trace each time that it scans it: what is late is looked for seldom. */
const LATE_UPDATES: RepairRules = {
  latestMs: 10 * MINUTE_MS,
  everyMs: 10 * MINUTE_MS,
  busyEveryMs: 10 * MINUTE_MS,
  overlapMs: MINUTE_MS,
  mostSliceMs: WINDOW_MS,
  longestMs: 40 * MINUTE_MS,
}
const WINDOWS_PER_RUN = 8

/**
 * Reads which traces were updated, newest windows first, then backwards. By time of update, so that a segment that comes
 * late brings its trace back. Which documents have to be read follows from the revisions. Of a region whose traces go to
 * CloudWatch Logs the spans themselves are read there; where they cannot be, the share that X-Ray indexes has to do.
 */
export const syncTraces: SyncStep = {
  name: 'traces',
  kind: 'traces',
  deadlineMs: 5 * 60_000,
  async run(run) {
    const destination = await findTraceDestination(run)
    if (!destination.toSpans) return readSummaries(run, destination, null)
    try {
      return await readSpans(run, destination)
    } catch (error) {
      if (!(error instanceof AwsFailure) || (error.kind !== 'denied' && error.kind !== 'gone')) throw error
      return readSummaries(run, destination, describeIndexedShare(destination.indexedPercent))
    }
  },
}

async function readSummaries(run: StepRun, destination: TraceDestination, detail: string | null): Promise<StepOutcome> {
  const { nowMs, state } = run
  const targetFromMs = Math.max(state.targetFromMs ?? nowMs, targetFrom(nowMs, REACH_MS.traces, REACH_MS.traces))
  const liveAtMs = numberOf(state.cursor.liveAtMs)
  let covered = [...state.covered]
  let rows = 0
  let windows = 0
  let lowestMs = nowMs
  let late = repairOf(state.cursor.late) ?? beginRepair(nowMs, LATE_UPDATES)
  const read = async (window: TimeRange, forget: TimeRange | null, cursor: Record<string, unknown>) => {
    rows += (await readWindow(run, { window, forget, cursor })).rows
    covered = addRange(covered, window)
    lowestMs = Math.min(lowestMs, window.fromMs)
    windows += 1
  }
  const isLive = liveAtMs === null || nowMs - liveAtMs >= EVERY_MS || liveAtMs > nowMs
  if (isLive) {
    const isPaused = liveAtMs !== null && nowMs - liveAtMs > WINDOW_MS
    // After a pause the backfill reads what was not settled before it.
    const overlapMs = isPaused ? LATE_UPDATES.latestMs : LATE_UPDATES.overlapMs
    const bounds = { overlapMs, firstMs: WINDOW_MS, longestMs: WINDOW_MS }
    const { window, forget } = planLive({ liveAtMs, nowMs, targetFromMs, ...bounds })
    await read(window, forget, { liveAtMs: nowMs, late })
    const lately = await readLateUpdates(run, late)
    late = lately.repair
    rows += lately.rows
  }
  // What came since the last live read is left to the next one.
  const endMs = isLive ? nowMs : liveAtMs
  const newestHole = () => findHoles(covered, { fromMs: targetFromMs, toMs: endMs }).at(-1)
  let hole = newestHole()
  while (hole !== undefined && windows < WINDOWS_PER_RUN && (windows === 0 || !run.isTimeUp())) {
    await read({ fromMs: Math.max(hole.fromMs, hole.toMs - WINDOW_MS), toMs: hole.toMs }, null, {})
    hole = newestHole()
  }
  const nextRunAtMs = hole === undefined ? nowMs + EVERY_MS : nowMs
  const cursor = { ...destination.cursor, late }
  return { state: 'ok', detail, nextRunAtMs, rows, cursor, window: { fromMs: lowestMs, toMs: nowMs } }
}

/** Reads a slice again for updates that were told later than the live reads look back; answers how far the pass is. */
async function readLateUpdates(run: StepRun, known: Repair): Promise<{ repair: Repair; rows: number }> {
  const firstMs = run.state.covered[0]?.fromMs ?? run.nowMs
  const { repair, window } = planRepair(known, { nowMs: run.nowMs, firstMs }, LATE_UPDATES)
  if (window === null) return { repair, rows: 0 }
  const cursor = { late: { ...repair, reachedMs: window.toMs } }
  const { rows, pages } = await readWindow(run, { window, forget: null, cursor })
  return { repair: advanceRepair(repair, window, pages, LATE_UPDATES), rows }
}

async function readWindow(
  run: StepRun,
  covering: { window: TimeRange; forget: TimeRange | null; cursor: Record<string, unknown> },
): Promise<{ rows: number; pages: number }> {
  const { aws, lease, pool, place, nowMs } = run
  let rows = 0
  let pages = 0
  for await (const { summaries, isLast } of getTraceSummaries(aws, covering.window)) {
    for (const { startedAtMs } of summaries) {
      await ensurePartitions(pool, ['trace'], { fromMs: startedAtMs, toMs: startedAtMs })
    }
    rows += await inTransaction(lease, async () => {
      const changed = await storeTraceSummaries(lease, place.id, summaries, nowMs)
      if (changed > 0) await wakeSteps(lease, place.id, ['trace-documents'], { onlyNew: false })
      if (isLast) await coverState(run, covering)
      return changed
    })
    pages += 1
  }
  return { rows, pages }
}

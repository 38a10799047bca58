import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { getTraceSummaries } from '@/lib/sync/aws/get-trace-summaries'
import { numberOf } from '@/lib/sync/aws/parse-values'
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
/** Segments come late: this much is read again. */
const OVERLAP_MS = 10 * MINUTE_MS
/** X-Ray publishes no limit; a longer window costs the same per trace and is more lost when it fails. */
const WINDOW_MS = 15 * MINUTE_MS
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
  const read = async (window: TimeRange, forget: TimeRange | null, cursor: Record<string, unknown>) => {
    rows += await readWindow(run, { window, forget, cursor })
    covered = addRange(covered, window)
    lowestMs = Math.min(lowestMs, window.fromMs)
    windows += 1
  }
  const isLive = liveAtMs === null || nowMs - liveAtMs >= EVERY_MS || liveAtMs > nowMs
  if (isLive) {
    const bounds = { overlapMs: OVERLAP_MS, firstMs: WINDOW_MS, longestMs: WINDOW_MS }
    const { window, forget } = planLive({ liveAtMs, nowMs, targetFromMs, ...bounds })
    await read(window, forget, { liveAtMs: nowMs })
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
  const { cursor } = destination
  return { state: 'ok', detail, nextRunAtMs, rows, cursor, window: { fromMs: lowestMs, toMs: nowMs } }
}

async function readWindow(
  run: StepRun,
  covering: { window: TimeRange; forget: TimeRange | null; cursor: Record<string, unknown> },
): Promise<number> {
  const { aws, lease, pool, place, nowMs } = run
  let rows = 0
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
  }
  return rows
}

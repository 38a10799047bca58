import { firstKeptMs } from '@/lib/domain/retention'
import { getRetention } from '@/lib/server/queries/get-retention'
import { numberOf, textOf } from '@/lib/sync/aws/parse-values'
import { type FillCursor, fillTraceGraphs } from '@/lib/sync/store/fill-trace-graphs'
import { rollUpGraphs } from '@/lib/sync/store/roll-up-graphs'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 15_000
/** Stretches in one transaction. */
const STRETCHES_AT_ONCE = 12
const FILLED_AT_ONCE = 200
const DAY_MS = 86_400_000

/** Keeps the graphs of the Map up with the traces that are stored. Calls nothing of AWS. */
export const rollUpTraceGraphs: SyncStep = {
  name: 'trace-graphs',
  kind: 'inventory',
  deadlineMs: 2 * 60_000,
  async run(run) {
    const { lease, place, nowMs, signal, isTimeUp } = run
    let rows = 0
    const isStopped = () => signal.aborted || isTimeUp()
    for (let hasMore = true; hasMore && !isStopped(); ) {
      const { slots, longer } = await rollUpGraphs(lease, place.id, { most: STRETCHES_AT_ONCE, nowMs })
      rows += slots + longer
      hasMore = slots === STRETCHES_AT_ONCE || longer === STRETCHES_AT_ONCE
    }
    const filled = await fill(run, isStopped)
    const isBehind = filled.drawn > 0 || filled.cursor !== null || isStopped()
    const cursor = { fill: filled.cursor }
    return { state: 'ok', detail: null, nextRunAtMs: isBehind ? nowMs : nowMs + EVERY_MS, rows, cursor }
  },
}

/** Draws traces that have no graph yet, a batch a run, until the first day whose documents are kept. */
async function fill(
  { lease, pool, place, nowMs, state }: StepRun,
  isStopped: () => boolean,
): Promise<{ cursor: FillCursor; drawn: number }> {
  const cursor = fillCursorOf(state.cursor.fill, nowMs)
  if (cursor === null || isStopped()) return { cursor, drawn: 0 }
  const { traces, traceDocuments } = await getRetention({ pool })
  const keptFromMs = firstKeptMs(nowMs, Math.min(traces, traceDocuments))
  return fillTraceGraphs(lease, place.id, { cursor, keptFromMs, most: FILLED_AT_ONCE })
}

/** Undefined before the first run; null once all is drawn. */
function fillCursorOf(stored: unknown, nowMs: number): FillCursor {
  if (stored === undefined) return { beforeMs: nowMs + DAY_MS, beforeId: '' }
  if (typeof stored !== 'object' || stored === null) return null
  const { beforeMs, beforeId } = stored as Record<string, unknown>
  const at = numberOf(beforeMs)
  return at === null ? null : { beforeMs: at, beforeId: textOf(beforeId) ?? '' }
}

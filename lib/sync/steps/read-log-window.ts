import { filterLogEvents } from '@/lib/sync/aws/filter-log-events'
import { readAhead } from '@/lib/sync/read-ahead'
import { coverState } from '@/lib/sync/store/cover-state'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { FoldMemory } from '@/lib/sync/store/fold-memory'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { settleDue, settleSome } from '@/lib/sync/store/settle-due'
import { storeLogPage } from '@/lib/sync/store/store-log-page'
import type { StepRun } from '@/lib/sync/sync-step'
import type { TimeRange } from '@/lib/sync/time-ranges'
import { wholePart } from '@/lib/sync/whole-part'

const COVER_EVERY_PAGES = 16
/** Stored together where they come faster than they are stored: a COPY that is twice as long takes less than two. */
const PAGES_AT_ONCE = 2
const DAY_MS = 86_400_000

/**
 * forget: a stretch that may have changed since it was answered. cursorAt: the step's cursor when the window is stored up
 * to a moment, in so many pages. mayStop: whether the window can be left half read when the run's time is up.
 */
export type LogWindow = {
  window: TimeRange
  forget: TimeRange | null
  cursorAt(reachedMs: number, pages: number): Record<string, unknown>
  mayStop: boolean
}

/** reachedMs: up to where the window is covered; its end, unless the run's time was up. */
export type WindowRead = { pages: number; rows: number; reachedMs: number }

/**
 * Reads a window of a log group and stores what follows from its lines. Pages come by time: what lies before the minute of
 * the page that was stored last is covered now and then, so that a window of any length comes to its end, however often
 * a run is cut short. Each part counts as covered once what follows from it is settled: in the transaction that stores its
 * last page, unless that is more than a batch. Throws AwsFailure.
 */
export async function readLogWindow(run: StepRun, context: LogPageContext, wanted: LogWindow): Promise<WindowRead> {
  const { window, forget, cursorAt, mayStop } = wanted
  // An invocation may have begun on the day before its first line in the window.
  await ensurePartitions(run.pool, ['log_event', 'invocation', 'invocation_minute', 'invocation_hour'], {
    fromMs: window.fromMs - DAY_MS,
    toMs: window.toMs,
  })
  const memory = new FoldMemory({ expectsRepeats: isReadAgain(run, window) })
  const read = { pages: 0, rows: 0, reachedMs: window.fromMs }
  let coveredPages = 0
  for await (const pages of readAhead(filterLogEvents(run.aws, run.subject, window), PAGES_AT_ONCE)) {
    const events = pages.flatMap((page) => page.events)
    const isLast = pages.at(-1)?.isLast === true
    read.pages += pages.length
    const isUp = mayStop && run.isTimeUp()
    const isDue = isLast || isUp || read.pages - coveredPages >= COVER_EVERY_PAGES
    const part = isDue ? wholePart(window, read.reachedMs, { events, isLast }) : null
    const cover = async () => {
      if (part !== null) await coverState(run, { window: part, forget, cursor: cursorAt(part.toMs, read.pages) })
    }
    const due = { beforeMs: isLast || part === null ? null : part.toMs, memory }
    const stored = await inTransaction(run.lease, async () => {
      const rows = await storeLogPage(run.lease, context, events, memory)
      const isSettled = part === null || (await settleSome(run.lease, context, due))
      if (isSettled) await cover()
      return { rows, isSettled }
    })
    read.rows += stored.rows
    if (isDue) coveredPages = read.pages
    if (!stored.isSettled) {
      await settleDue(run.lease, context, due)
      await inTransaction(run.lease, cover)
    }
    if (part === null) continue
    read.reachedMs = part.toMs
    if (isUp) break
  }
  return read
}

/** Whether the window, or what a run that was cut short has stored at its beginning, was read before. */
function isReadAgain({ state }: StepRun, window: TimeRange): boolean {
  return state.covered.some(({ fromMs, toMs }) => fromMs < window.toMs && toMs >= window.fromMs)
}

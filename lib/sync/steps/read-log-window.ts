import { filterLogEvents, type LogEventPage } from '@/lib/sync/aws/filter-log-events'
import { readAhead } from '@/lib/sync/read-ahead'
import { coverState } from '@/lib/sync/store/cover-state'
import { type EncodedPage, encodeLogPage, joinPages } from '@/lib/sync/store/encode-log-page'
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
  const memory = new FoldMemory()
  const read = { pages: 0, rows: 0, reachedMs: window.fromMs }
  let coveredPages = 0
  const answers = filterLogEvents(run.aws, run.subject, window)
  for await (const pages of readAhead(encodePages(context, answers), PAGES_AT_ONCE)) {
    const joined = joinPages(pages.map(({ page }) => page))
    const isLast = pages.at(-1)?.isLast === true
    read.pages += pages.length
    const isUp = mayStop && run.isTimeUp()
    const isDue = isLast || isUp || read.pages - coveredPages >= COVER_EVERY_PAGES
    const part = isDue
      ? wholePart(window, read.reachedMs, { earliestMs: Math.min(...joined.map(({ fromMs }) => fromMs)), isLast })
      : null
    const cover = async () => {
      if (part !== null) await coverState(run, { window: part, forget, cursor: cursorAt(part.toMs, read.pages) })
    }
    const due = { beforeMs: isLast || part === null ? null : part.toMs, memory }
    const stored = await inTransaction(run.lease, async () => {
      let rows = 0
      for (const page of joined) rows += await storeLogPage(run.lease, context, page, memory)
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

async function* encodePages(
  { group }: LogPageContext,
  answers: AsyncIterable<LogEventPage>,
): AsyncGenerator<{ page: EncodedPage; isLast: boolean }> {
  for await (const { events, isLast } of answers) yield { page: encodeLogPage(group.accountRegionId, events), isLast }
}

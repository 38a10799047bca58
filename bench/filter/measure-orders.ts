import type { Figure } from '@/bench/figure'
import { p95 } from '@/bench/filter/p95'
import type { TraceSort } from '@/lib/contracts/traces'
import type { Db } from '@/lib/server/db'
import { listTraces } from '@/lib/server/queries/list-traces'

type Window = { fromMs: number; toMs: number }

const SORTS: readonly TraceSort[] = ['newest', 'oldest', 'slowest', 'fastest', 'failed', 'largest']
const AT_MOST_MS = 10
const LIMIT = 100
/** One after another, each asked for by the key of the last trace of the one before. */
const PAGES = 20
const WARM_UP = 3
const HOUR_MS = 3_600_000

/** Pages of all traces of a day and of an hour of it in each order, warm. */
export async function measureOrders(db: Db, day: Window, report: (figure: Figure) => void): Promise<void> {
  const hour = { fromMs: day.toMs - 7 * HOUR_MS, toMs: day.toMs - 6 * HOUR_MS }
  for (const [length, window] of [
    ['24h', day],
    ['1h', hour],
  ] as const) {
    for (const sort of SORTS) {
      const times = await measurePages(db, window, sort)
      const name = `filter.${sort}_${length}_p95_ms`
      report({ name, value: p95(times), unit: 'ms', n: times.length, atMost: AT_MOST_MS })
    }
  }
}

async function measurePages(db: Db, { fromMs, toMs }: Window, sort: TraceSort): Promise<number[]> {
  const times: number[] = []
  let cursor: string | undefined
  for (let page = -WARM_UP; page < PAGES; page += 1) {
    const startedAt = performance.now()
    const { items, nextCursor } = await listTraces(db, { from: fromMs, to: toMs, limit: LIMIT, sort, cursor }, toMs)
    if (page >= 0) times.push(performance.now() - startedAt)
    if (items.length !== LIMIT || nextCursor === null) throw new Error(`a page by ${sort} has ${items.length} traces`)
    if (page >= 0) cursor = nextCursor
  }
  return times
}

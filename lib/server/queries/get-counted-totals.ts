import { countedEnd, type Window } from '@/lib/domain/covered-window'
import type { Db } from '@/lib/server/db'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'

const TOLERANCE_MS = 30 * 60_000

/** One bucket over the whole window that could be counted. */
export type CountedTotals = { window: Window; buckets: MetricBuckets[] }

/**
 * CloudWatch's totals of one function in every dimension set. A window that reaches up to now is ended where the answers
 * about the function as a whole end (in whole minutes): the pull is always a little behind. One further behind is not
 * shortened. Sets that nobody uses are asked for rarely: that they are not covered up to there says nothing.
 */
export async function getCountedTotals(
  db: Db,
  functionId: number,
  window: Window,
  wanted: readonly string[],
  nowMs: number,
): Promise<CountedTotals> {
  const fetch = ({ fromMs, toMs }: Window) =>
    getMetricBuckets(db, { fromMs, toMs, periodMs: toMs - fromMs, functionIds: [functionId], wanted, qualifiers: null })
  const buckets = await fetch(window)
  const own = buckets.filter((series) => series.qualifier === '')
  const ends = own.map((series) => countedEnd(series.covered, window, nowMs, TOLERANCE_MS))
  const counted = { fromMs: window.fromMs, toMs: Math.min(window.toMs, ...ends) }
  if (counted.toMs === window.toMs || counted.toMs <= counted.fromMs) return { window, buckets }
  // Points beyond the shared end exist only where one set was read further than another.
  const uneven = buckets.some((series) => (series.covered.at(-1)?.toMs ?? 0) > counted.toMs)
  return { window: counted, buckets: uneven ? await fetch(counted) : buckets }
}

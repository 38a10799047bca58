import type { Covered, Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { addPacked, packArrays } from '@/lib/server/queries/metric-values'

/** One metric in one dimension set and statistic, over the buckets that have a point. */
export type MetricBuckets = {
  functionId: number
  qualifier: string
  executedVersion: string
  metric: string
  statistic: string
  /** Where CloudWatch has answered, within the window. */
  covered: Covered
  /** Bucket number (0 at originMs) → sum of a Sum, lowest of a Minimum, otherwise the highest value. */
  values: Map<number, number>
}

export type MetricBucketsRequest = Window & {
  functionIds: readonly number[]
  periodMs: number
  /** Where the first bucket begins; the window's start when it is not given. */
  originMs?: number
  /** As 'Metric Statistic' in CloudWatch's spelling. */
  wanted: readonly string[]
  /** null: every dimension set. */
  qualifiers: readonly string[] | null
}

type SeriesRow = Omit<MetricBuckets, 'covered' | 'values'> & { id: number; covered: [number, number][] | null }
type ValuesRow = { seriesId: number; isDay: boolean; values: Buffer }

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Statistics of which several periods make one. */
const MERGED = / (Sum|Minimum|Maximum)$/
const SERIES = `
  select s.id, s.function_id as "functionId", s.qualifier, s.executed_version as "executedVersion", s.metric, s.statistic,
         (select json_agg(json_build_array((extract(epoch from lower(r)) * 1000)::float8,
                                           (extract(epoch from upper(r)) * 1000)::float8) order by r)
            from unnest(s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz))) r) as covered
    from metric_series s
   where s.function_id = any($1::int[]) and s.subject = '' and s.metric || ' ' || s.statistic = any($4::text[])
     and ($5::text[] is null or s.qualifier = any($5::text[]))`

// Apart from the series, whose number the planner then knows.
const VALUES = `
  select series_id as "seriesId", false as "isDay", ${packArrays('at', 'points')} as values
    from metric_hour where series_id = any($1::int[]) and (at >= $2 and at < $3 or at >= $4 and at < $5)
     and at >= $2 and at < $5
   group by 1
  union all
  select series_id, true, ${packArrays('at', 'hours')} from metric_day
   where series_id = any($1::int[]) and at >= $6 and at < $7
   group by 1`

/**
 * CloudWatch's points of some functions in equal buckets; a bucket without a point is absent. Averages and percentiles of
 * several minutes cannot be merged: throws RangeError where they are wanted for more than one.
 */
export async function getMetricBuckets(db: Db, request: MetricBucketsRequest): Promise<MetricBuckets[]> {
  const { functionIds, fromMs, toMs, wanted, qualifiers } = request
  if (request.periodMs > MINUTE && !wanted.every((name) => MERGED.test(name))) {
    throw new RangeError('Averages and percentiles are those of single minutes')
  }
  const window = [new Date(fromMs), new Date(toMs)]
  const rows = await selectRows<SeriesRow>(db.pool, SERIES, [functionIds, ...window, wanted, qualifiers])
  const series = rows.map(({ id, covered, ...one }) => {
    const parts = (covered ?? []).map(([start, end]) => ({ fromMs: start, toMs: end }))
    return { id, one: { ...one, covered: parts, values: new Map<number, number>() } }
  })
  await addValues(db, request, new Map(series.map(({ id, one }) => [id, one])))
  return series.map(({ one }) => one)
}

/** Whole hours come from the rows of days where buckets are made of hours, the rest of the window from the points. */
async function addValues(
  db: Db,
  request: MetricBucketsRequest,
  series: ReadonlyMap<number, MetricBuckets>,
): Promise<void> {
  const { fromMs, toMs, periodMs, originMs = fromMs } = request
  const isOfHours = periodMs >= toMs - originMs || (periodMs % HOUR === 0 && originMs % HOUR === 0)
  const firstHourMs = isOfHours ? Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR) : toMs
  const lastHourMs = Math.max(firstHourMs, Math.floor(toMs / HOUR) * HOUR)
  const bounds = [Math.floor(fromMs / HOUR) * HOUR, firstHourMs, lastHourMs, toMs]
  const days = lastHourMs > firstHourMs ? [Math.floor(firstHourMs / DAY) * DAY, lastHourMs] : [0, 0]
  const parameters = [[...series.keys()], ...[...bounds, ...days].map((ms) => new Date(ms))]
  for (const { seriesId, isDay, values } of await selectRows<ValuesRow>(db.pool, VALUES, parameters)) {
    const one = series.get(seriesId)
    if (one === undefined) continue
    const [leastMs, mostMs] = isDay ? [firstHourMs, lastHourMs] : [fromMs, toMs]
    const isSum = one.statistic === 'Sum'
    addPacked(one.values, values, isDay ? DAY : HOUR, { leastMs, mostMs, originMs, periodMs, isSum })
  }
}

import type { Covered, Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

/** One metric in one dimension set and statistic, over the buckets that have a point. */
export type MetricBuckets = {
  functionId: number
  qualifier: string
  executedVersion: string
  metric: string
  statistic: string
  /** Where CloudWatch has answered, within the window. */
  covered: Covered
  /** Bucket number (0 at the window's start) → sum of a Sum, otherwise the highest value. */
  values: Map<number, number>
}

export type MetricBucketsRequest = Window & {
  functionIds: readonly number[]
  periodMs: number
  /** As 'Metric Statistic' in CloudWatch's spelling. */
  wanted: readonly string[]
  /** null: every dimension set. */
  qualifiers: readonly string[] | null
}

type SeriesRow = Omit<MetricBuckets, 'covered' | 'values'> & { id: number; covered: [number, number][] | null }
type PointsRow = { seriesId: number; buckets: number[]; totals: number[]; highest: number[] }

const SERIES = `
  select s.id, s.function_id as "functionId", s.qualifier, s.executed_version as "executedVersion", s.metric, s.statistic,
         (select json_agg(json_build_array((extract(epoch from lower(r)) * 1000)::float8,
                                           (extract(epoch from upper(r)) * 1000)::float8) order by r)
            from unnest(s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz))) r) as covered
    from metric_series s
   where s.function_id = any($1::int[]) and s.period_s = 60 and s.metric || ' ' || s.statistic = any($4::text[])
     and ($5::text[] is null or s.qualifier = any($5::text[]))`

// Apart from the series, whose number the planner then knows: a few are looked up, of many a day's points are read once.
const POINTS = `
  select b.series_id as "seriesId", array_agg(b.total) as totals, array_agg(b.highest) as highest,
         array_agg((extract(epoch from b.at - $2::timestamptz) * 1000 / $4::float8)::int) as buckets
    from (select p.series_id, date_bin(make_interval(secs => $4::float8 / 1000), p.at, $2::timestamptz) as at,
                 sum(p.value) as total, max(p.value) as highest
            from metric_point p
           where p.series_id = any($1::int[]) and p.at >= $2 and p.at < $3
           group by 1, 2) b
   group by b.series_id`

/**
 * CloudWatch's minute points of some functions in equal buckets from fromMs on; a bucket without a point is absent.
 * Percentiles of several minutes cannot be merged: ask for them with a period of one minute only.
 */
export async function getMetricBuckets(db: Db, request: MetricBucketsRequest): Promise<MetricBuckets[]> {
  const { functionIds, fromMs, toMs, periodMs, wanted, qualifiers } = request
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const series = await selectRows<SeriesRow>(db.pool, SERIES, [functionIds, from, to, wanted, qualifiers])
  const ids = series.map(({ id }) => id)
  const points = await selectRows<PointsRow>(db.pool, POINTS, [ids, from, to, periodMs])
  const pointsById = new Map(points.map((row) => [row.seriesId, row]))
  return series.map(({ id, covered, ...one }) => ({
    ...one,
    covered: (covered ?? []).map(([start, end]) => ({ fromMs: start, toMs: end })),
    values: valuesOf(pointsById.get(id), one.statistic),
  }))
}

function valuesOf(row: PointsRow | undefined, statistic: string): Map<number, number> {
  const values = statistic === 'Sum' ? row?.totals : row?.highest
  return new Map((row?.buckets ?? []).map((bucket, index) => [bucket, values?.[index] ?? 0]))
}

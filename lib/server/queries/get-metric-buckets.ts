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

type Row = Omit<MetricBuckets, 'covered' | 'values'> & {
  covered: [number, number][] | null
  buckets: number[] | null
  bucket_values: number[] | null
}

const SQL = `
  select s.function_id as "functionId", s.qualifier, s.executed_version as "executedVersion", s.metric, s.statistic,
         (select json_agg(json_build_array((extract(epoch from lower(r)) * 1000)::float8,
                                           (extract(epoch from upper(r)) * 1000)::float8) order by r)
            from unnest(s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz))) r) as covered,
         p.buckets, p.bucket_values
    from metric_series s
    left join lateral (
      select array_agg(b.bucket) as buckets, array_agg(b.value) as bucket_values
        from (select floor(extract(epoch from p.at - $2::timestamptz) * 1000 / $4::float8)::int as bucket,
                     case when s.statistic = 'Sum' then sum(p.value) else max(p.value) end as value
                from metric_point p
               where p.series_id = s.id and p.at >= $2 and p.at < $3
               group by 1) b) p on true
   where s.function_id = any($1::int[]) and s.period_s = 60 and s.metric || ' ' || s.statistic = any($5::text[])
     and ($6::text[] is null or s.qualifier = any($6::text[]))`

/**
 * CloudWatch's minute points of some functions in equal buckets from fromMs on; a bucket without a point is absent.
 * Percentiles of several minutes cannot be merged: ask for them with a period of one minute only.
 */
export async function getMetricBuckets(db: Db, request: MetricBucketsRequest): Promise<MetricBuckets[]> {
  const { functionIds, fromMs, toMs, periodMs, wanted, qualifiers } = request
  const values = [functionIds, new Date(fromMs), new Date(toMs), periodMs, wanted, qualifiers]
  const rows = await selectRows<Row>(db.pool, SQL, values)
  return rows.map(({ covered, buckets, bucket_values, ...series }) => ({
    ...series,
    covered: (covered ?? []).map(([from, to]) => ({ fromMs: from, toMs: to })),
    values: new Map((buckets ?? []).map((bucket, index) => [bucket, bucket_values?.[index] ?? 0])),
  }))
}

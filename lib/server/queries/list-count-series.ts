import type { Covered, Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { type MetricBuckets, NO_VALUES } from '@/lib/server/queries/get-metric-buckets'

/** What CloudWatch counts of every function. */
export type CountMetric = 'Invocations' | 'Errors' | 'Throttles'

/* Thousands of series: one text for all of them, because a row with its columns for each would cost more than its content. */
const SQL = `
  select string_agg(concat_ws(' ', s.id, s.function_id, array_position($2::text[], s.metric),
           coalesce(round(date_part('epoch', s.last_point_at) * 1000)::bigint::text, '-'), (
             select string_agg(round(date_part('epoch', lower(r)) * 1000)::bigint || ',' || round(date_part('epoch', upper(r)) * 1000)::bigint, ' ' order by r)
               from unnest(s.covered * tstzmultirange(tstzrange($3::timestamptz, $4::timestamptz))) r)), ';') as series
    from unnest($1::int[]) as f(id)
    join metric_series s on s.function_id = f.id
   where s.metric = any($2::text[]) and s.statistic = 'Sum' and s.qualifier = '' and s.executed_version = '' and s.subject = ''`

/** The series of counts of some functions as a whole, by their IDs, without values. covered: within the window. */
export async function listCountSeries(
  db: Db,
  functionIds: readonly number[],
  metrics: readonly CountMetric[],
  { fromMs, toMs }: Window,
): Promise<Map<number, MetricBuckets>> {
  if (functionIds.length === 0 || metrics.length === 0) return new Map()
  const values = [functionIds, metrics, new Date(fromMs), new Date(toMs)]
  const [row] = await selectRows<{ series: string | null }>(db.pool, SQL, values)
  const found = new Map<number, MetricBuckets>()
  // Nearly all are read up to the same minute: they share one array.
  const coverages = new Map<string, Covered>()
  for (const text of row?.series?.split(';') ?? []) {
    const [id, functionId, metric, lastPoint, ...parts] = text.split(' ')
    const parted = parts.join(' ')
    const covered = coverages.get(parted) ?? parts.map(readPart)
    coverages.set(parted, covered)
    found.set(Number(id), {
      functionId: Number(functionId),
      qualifier: '',
      executedVersion: '',
      subject: '',
      metric: metrics[Number(metric) - 1] ?? '',
      statistic: 'Sum',
      lastPointAtMs: lastPoint === '-' ? null : Number(lastPoint),
      covered,
      values: NO_VALUES,
    })
  }
  return found
}

function readPart(text: string): Covered[number] {
  const [fromMs = 0, toMs = 0] = text.split(',').map(Number)
  return { fromMs, toMs }
}

import type { Covered, Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { coveredText, readCoveredText } from '@/lib/server/queries/covered-sql'
import { type MetricBuckets, NO_VALUES } from '@/lib/server/queries/get-metric-buckets'

/** What CloudWatch counts of every function. */
export type CountMetric = 'Invocations' | 'Errors' | 'Throttles'

/* Thousands of series of which nearly all are read up to the same minute: one row for all of those. */
const SQL = `
  select g.series, ${coveredText('g.covered', '$3', '$4')} as covered from (
    select s.covered, string_agg(s.id || ' ' || s.function_id || ' ' || array_position($2::text[], s.metric) || ' ' ||
             coalesce((date_part('epoch', s.last_point_at) * 1000)::bigint::text, ''), ';') as series
      from metric_series s
     where s.function_id = any(array(select unnest($1::int[]))) and s.metric = any($2::text[]) and s.statistic = 'Sum'
       and s.qualifier = '' and s.executed_version = '' and s.subject = ''
     group by s.covered) g`

/** The series of counts of some functions as a whole, by their IDs, without values. covered: within the window. */
export async function listCountSeries(
  db: Db,
  functionIds: readonly number[],
  metrics: readonly CountMetric[],
  { fromMs, toMs }: Window,
): Promise<Map<number, MetricBuckets>> {
  if (functionIds.length === 0 || metrics.length === 0) return new Map()
  const values = [functionIds, metrics, new Date(fromMs), new Date(toMs)]
  const rows = await selectRows<{ series: string; covered: string | null }>(db.pool, SQL, values)
  const found = new Map<number, MetricBuckets>()
  for (const { series, covered } of rows) {
    const shared = readCoveredText(covered)
    for (const text of series.split(';')) readSeries(found, text, metrics, shared)
  }
  return found
}

function readSeries(
  found: Map<number, MetricBuckets>,
  text: string,
  metrics: readonly CountMetric[],
  covered: Covered,
): void {
  const [id, functionId, metric, lastPoint] = text.split(' ')
  found.set(Number(id), {
    functionId: Number(functionId),
    qualifier: '',
    executedVersion: '',
    subject: '',
    metric: metrics[Number(metric) - 1] ?? '',
    statistic: 'Sum',
    lastPointAtMs: lastPoint === '' ? null : Number(lastPoint),
    covered,
    values: NO_VALUES,
  })
}

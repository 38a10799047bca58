import type { Covered, Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { coveredText, readCoveredText } from '@/lib/server/queries/covered-sql'
import { type MetricBuckets, NO_VALUES } from '@/lib/server/queries/get-metric-buckets'

/** What CloudWatch counts of every function. */
export type CountMetric = 'Invocations' | 'Errors' | 'Throttles'

/*
 * Thousands of series of which nearly all are read up to the same minute: one row for all of those, of numbers in binary,
 * because writing texts takes Postgres four times as long as finding them.
 */
const SQL = `
  select g.metric, g.series, ${coveredText('g.covered', '$3', '$4')} as covered from (
    select s.covered, s.metric, string_agg(int4send(s.id) || int4send(s.function_id) ||
             timestamptz_send(coalesce(s.last_point_at, '-infinity')), '') as series
      from metric_series s
     where s.function_id = any(array(select unnest($1::int[]))) and s.metric = any($2::text[]) and s.statistic = 'Sum'
       and s.qualifier = '' and s.executed_version = '' and s.subject = ''
     group by s.covered, s.metric) g`
const BYTES_OF_ONE = 16
/** -infinity. */
const NONE = -(2n ** 63n)
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)

type Row = { metric: CountMetric; series: Buffer; covered: string | null }

/** The series of counts of some functions as a whole, by their IDs, without values. covered: within the window. */
export async function listCountSeries(
  db: Db,
  functionIds: readonly number[],
  metrics: readonly CountMetric[],
  { fromMs, toMs }: Window,
): Promise<Map<number, MetricBuckets>> {
  if (functionIds.length === 0 || metrics.length === 0) return new Map()
  const values = [functionIds, metrics, new Date(fromMs), new Date(toMs)]
  const rows = await selectRows<Row>(db.pool, SQL, values)
  const found = new Map<number, MetricBuckets>()
  const byText = new Map<string | null, Covered>()
  for (const { metric, series, covered: text } of rows) {
    // One array for all that is read alike, also of several metrics: what follows from it is computed once.
    const covered = byText.get(text) ?? readCoveredText(text)
    byText.set(text, covered)
    for (let at = 0; at < series.length; at += BYTES_OF_ONE) readOne(found, series, at, { metric, covered })
  }
  return found
}

function readOne(
  found: Map<number, MetricBuckets>,
  series: Buffer,
  at: number,
  { metric, covered }: Pick<MetricBuckets, 'metric' | 'covered'>,
): void {
  const microseconds = series.readBigInt64BE(at + 8)
  found.set(series.readInt32BE(at), {
    functionId: series.readInt32BE(at + 4),
    qualifier: '',
    executedVersion: '',
    subject: '',
    metric,
    statistic: 'Sum',
    lastPointAtMs: microseconds === NONE ? null : POSTGRES_EPOCH_MS + Number(microseconds / 1000n),
    covered,
    values: NO_VALUES,
  })
}

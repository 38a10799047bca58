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
  select g.series, ${coveredText('g.covered', '$3', '$4')} as covered from (
    select s.covered, string_agg(int4send(s.id) || int4send(s.function_id) || int4send(array_position($2::text[], s.metric)) ||
             timestamptz_send(coalesce(s.last_point_at, '-infinity')), '') as series
      from metric_series s
     where s.function_id = any(array(select unnest($1::int[]))) and s.metric = any($2::text[]) and s.statistic = 'Sum'
       and s.qualifier = '' and s.executed_version = '' and s.subject = ''
     group by s.covered) g`
const BYTES_OF_ONE = 20
/** The upper half of -infinity. */
const NONE = -(2 ** 31)
const TWO_TO_32 = 2 ** 32
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)

/** The series of counts of some functions as a whole, by their IDs, without values. covered: within the window. */
export async function listCountSeries(
  db: Db,
  functionIds: readonly number[],
  metrics: readonly CountMetric[],
  { fromMs, toMs }: Window,
): Promise<Map<number, MetricBuckets>> {
  if (functionIds.length === 0 || metrics.length === 0) return new Map()
  const values = [functionIds, metrics, new Date(fromMs), new Date(toMs)]
  const rows = await selectRows<{ series: Buffer; covered: string | null }>(db.pool, SQL, values)
  const found = new Map<number, MetricBuckets>()
  for (const { series, covered } of rows) {
    const shared = readCoveredText(covered)
    const bytes = new DataView(series.buffer, series.byteOffset, series.byteLength)
    for (let at = 0; at < bytes.byteLength; at += BYTES_OF_ONE) {
      found.set(bytes.getInt32(at), readSeries(bytes, at, metrics, shared))
    }
  }
  return found
}

/* Numbers of 64 bits would be objects, six thousand of them. */
function readSeries(bytes: DataView, at: number, metrics: readonly CountMetric[], covered: Covered): MetricBuckets {
  const [upper, lower] = [bytes.getInt32(at + 12), bytes.getUint32(at + 16)]
  return {
    functionId: bytes.getInt32(at + 4),
    qualifier: '',
    executedVersion: '',
    subject: '',
    metric: metrics[bytes.getInt32(at + 8) - 1] ?? '',
    statistic: 'Sum',
    lastPointAtMs: upper === NONE ? null : POSTGRES_EPOCH_MS + Math.trunc((upper * TWO_TO_32 + lower) / 1000),
    covered,
    values: NO_VALUES,
  }
}

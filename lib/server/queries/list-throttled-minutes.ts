import type { ThrottledMinute } from '@/lib/domain/concurrency/judge-throttled-minute'
import { isCovered, type Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getMetricBuckets } from '@/lib/server/queries/get-metric-buckets'

const MINUTE = 60_000
const HOUR = 3_600_000
const OF_FUNCTION = [
  'Throttles Sum',
  'Invocations Sum',
  'ConcurrentExecutions Maximum',
  'ProvisionedConcurrencySpilloverInvocations Sum',
]
const OF_ACCOUNT = ['ClaimedAccountConcurrency Maximum', 'UnreservedConcurrentExecutions Maximum']

// An hour holds 60, 12 or one equal periods; of minutes nothing need be told.
const LONGER = `
  select s.metric, (extract(epoch from h.at) * 1000)::float8 as "hourMs", 3600000 / cardinality(h.points) as "periodMs"
    from metric_series s join metric_hour h on h.series_id = s.id
   where s.account_region_id = $1 and s.qualifier = '' and s.subject = '' and s.executed_version = ''
     and (s.function_id = $2 and s.metric || ' ' || s.statistic = any($3) or s.function_id = 0 and s.metric || ' ' || s.statistic = any($4))
     and h.at = any($5) and cardinality(h.points) < 60`

/**
 * The minutes in which a function was throttled, oldest first, with what CloudWatch says of it and of its account then; longer
 * periods where it keeps no minutes any more. What it tells by other periods than the throttles is not known of them.
 */
export async function listThrottledMinutes(
  db: Db,
  { id, accountRegionId }: FunctionIdentity,
  window: Window,
): Promise<Omit<ThrottledMinute, 'limits' | 'areLimitsOfThen'>[]> {
  // One minute more, for the rise into the first.
  const asked = { fromMs: window.fromMs - MINUTE, toMs: window.toMs, periodMs: MINUTE, qualifiers: [''] }
  const [own, account] = await Promise.all([
    getMetricBuckets(db, { ...asked, functionIds: [id], wanted: OF_FUNCTION }),
    getMetricBuckets(db, { ...asked, functionIds: [0], accountRegionId, wanted: OF_ACCOUNT }),
  ])
  const seriesOf = (metric: string) => [...own, ...account].find((one) => one.metric === metric)
  const throttled = [...(seriesOf('Throttles')?.values ?? [])]
    .filter(([index, count]) => count > 0 && index > 0)
    .sort(([left], [right]) => left - right)
    .map(([index, throttles]) => ({ atMs: asked.fromMs + index * MINUTE, throttles }))
  const periodOf = await readPeriods(db, { id, accountRegionId }, throttled)
  return throttled.map(({ atMs, throttles }) => {
    const periodMs = periodOf('Throttles', atMs)
    const value = (metric: string, beginMs = atMs) =>
      periodOf(metric, beginMs) === periodMs
        ? (seriesOf(metric)?.values.get((beginMs - asked.fromMs) / MINUTE) ?? null)
        : null
    /** A covered period without a point had nothing. */
    const count = (metric: string, beginMs = atMs) => {
      const part = { fromMs: beginMs, toMs: Math.min(asked.toMs, beginMs + periodMs) }
      return value(metric, beginMs) ?? (isCovered(seriesOf(metric)?.covered ?? [], part) ? 0 : null)
    }
    return {
      ...{ atMs, periodMs, throttles, invocations: count('Invocations') },
      peak: value('ConcurrentExecutions'),
      peakBefore: count('ConcurrentExecutions', atMs - periodMs),
      spillover: count('ProvisionedConcurrencySpilloverInvocations'),
      claimed: value('ClaimedAccountConcurrency'),
      unreserved: value('UnreservedConcurrentExecutions'),
    }
  })
}

/** How long the periods are by which a metric is told around a moment of the throttled minutes. */
async function readPeriods(
  db: Db,
  { id, accountRegionId }: Pick<FunctionIdentity, 'id' | 'accountRegionId'>,
  throttled: readonly { atMs: number }[],
): Promise<(metric: string, atMs: number) => number> {
  const hourOf = (atMs: number) => Math.floor(atMs / HOUR) * HOUR
  const hours = [...new Set(throttled.flatMap(({ atMs }) => [hourOf(atMs), hourOf(atMs - MINUTE)]))]
  const rows = await selectRows<{ metric: string; hourMs: number; periodMs: number }>(db.pool, LONGER, [
    ...[accountRegionId, id, OF_FUNCTION, OF_ACCOUNT],
    hours.map((ms) => new Date(ms)),
  ])
  const periods = new Map(rows.map(({ metric, hourMs, periodMs }) => [`${metric}/${hourMs}`, periodMs]))
  return (metric, atMs) => periods.get(`${metric}/${hourOf(atMs)}`) ?? MINUTE
}

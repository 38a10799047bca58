import type { ThrottledMinute } from '@/lib/domain/concurrency/explain-throttles'
import type { Window } from '@/lib/domain/covered-window'
import type { Db } from '@/lib/server/db'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getMetricBuckets } from '@/lib/server/queries/get-metric-buckets'

const MINUTE = 60_000
const OF_FUNCTION = [
  'Throttles Sum',
  'Invocations Sum',
  'ConcurrentExecutions Maximum',
  'ProvisionedConcurrencySpilloverInvocations Sum',
]
const OF_ACCOUNT = ['ClaimedAccountConcurrency Maximum', 'UnreservedConcurrentExecutions Maximum']

/**
 * The minutes in which a function was throttled, oldest first, with what CloudWatch says of it and of its account then.
 * Where CloudWatch keeps longer periods only, each stands for its first minute.
 */
export async function listThrottledMinutes(
  db: Db,
  { id, accountRegionId }: FunctionIdentity,
  window: Window,
): Promise<ThrottledMinute[]> {
  // One minute more, for the rise into the first.
  const asked = { fromMs: window.fromMs - MINUTE, toMs: window.toMs, periodMs: MINUTE, qualifiers: [''] }
  const [own, account] = await Promise.all([
    getMetricBuckets(db, { ...asked, functionIds: [id], wanted: OF_FUNCTION }),
    getMetricBuckets(db, { ...asked, functionIds: [0], accountRegionId, wanted: OF_ACCOUNT }),
  ])
  const valuesOf = (metric: string) => [...own, ...account].find((one) => one.metric === metric)?.values
  const throttles = valuesOf('Throttles')
  const invocations = valuesOf('Invocations')
  const peaks = valuesOf('ConcurrentExecutions')
  const spillover = valuesOf('ProvisionedConcurrencySpilloverInvocations')
  const claimed = valuesOf('ClaimedAccountConcurrency')
  const unreserved = valuesOf('UnreservedConcurrentExecutions')
  return [...(throttles ?? [])]
    .filter(([index, count]) => count > 0 && index > 0)
    .sort(([left], [right]) => left - right)
    .map(([index, count]) => ({
      atMs: asked.fromMs + index * MINUTE,
      throttles: count,
      invocations: invocations?.get(index) ?? 0,
      peak: peaks?.get(index) ?? null,
      peakBefore: peaks?.get(index - 1) ?? null,
      spillover: spillover?.get(index) ?? null,
      claimed: claimed?.get(index) ?? null,
      unreserved: unreserved?.get(index) ?? null,
    }))
}

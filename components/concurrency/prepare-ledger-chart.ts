import { buildChart } from '@/components/charts/build-chart'
import type { ChartSpec } from '@/components/charts/chart-spec'
import type { LedgerResponse } from '@/lib/contracts/ledger'

/** What is claimed of the limit, band on band, what of it is free, and what was in use. */
export function prepareLedgerChart(data: LedgerResponse, zone: string): ChartSpec {
  const { fromMs, toMs, periodMs, atMs, place } = data
  const band = { shape: 'area' as const, stacked: true }
  return buildChart(
    {
      id: 'ledger',
      title: `Claimed concurrency · ${place === null ? 'no account' : `${place.accountId} ${place.region}`}`,
      help: 'ClaimedAccountConcurrency of the highest minute of each period: what is reserved counts whether it is used or not, so does what is provisioned of functions without a reservation; the rest ran on demand. Free: what is left of the limit as it is now. In use: ConcurrentExecutions of the account.',
      unit: 'count',
      series: [
        { ...band, key: 'reserved', label: 'Reserved', color: 'var(--series-2)', values: data.reserved },
        { ...band, key: 'provisioned', label: 'Provisioned', color: 'var(--series-4)', values: data.provisioned },
        { ...band, key: 'onDemand', label: 'On demand', color: 'var(--series-3)', values: data.onDemand },
        { ...band, key: 'free', label: 'Free', color: 'var(--hatch)', values: freeOf(data) },
        { key: 'inUse', label: 'In use', color: 'var(--text)', shape: 'line', dashed: true, values: data.concurrent },
      ],
      limits: [{ label: 'Limit', value: data.limit, color: 'var(--fault)' }],
      known: data.onDemand,
      gapReason: 'CloudWatch has not answered for this time, or what functions hold is not read yet.',
    },
    { fromMs, toMs, periodMs, atMs, zone },
  )
}

/** It stands on the bands below it: without them it is drawn nowhere. */
function freeOf({ limit, claimed, onDemand }: LedgerResponse): (number | null)[] {
  return claimed.map((value, index) =>
    limit === null || value === null || (onDemand[index] ?? null) === null ? null : Math.max(0, limit - value),
  )
}

import { buildChart, isFar } from '@/components/charts/build-chart'
import type { ChartSeries, ChartSpec } from '@/components/charts/chart-spec'
import type { LedgerResponse } from '@/lib/contracts/ledger'

const BAND = { shape: 'area', stacked: true } as const
/* Each kind begins with its own colour of the ledger, and of five bands no two have the same. */
const RESERVED = [2, 5, 7, 1, 6]
const PROVISIONED = [4, 6, 1, 7, 5]

/**
 * What is claimed of the limit, band on band: reserved by function, provisioned by alias or version, the rest of either,
 * and what else ran. What is free stands above where it leaves the bands readable; else the limit is only named.
 */
export function prepareLedgerChart(data: LedgerResponse, zone: string): ChartSpec {
  const { fromMs, toMs, periodMs, atMs, place, limit } = data
  const free =
    limit === null || isFar(limit, Math.max(data.claimedMax ?? 0, data.concurrentMax ?? 0)) ? [] : freeOf(data)
  return buildChart(
    {
      id: 'ledger',
      title: `Claimed concurrency · ${place === null ? 'no account' : `${place.accountId} ${place.region}`}`,
      help: 'ClaimedAccountConcurrency of the highest minute of each period: what is reserved counts whether it is used or not, so does what is provisioned of functions without a reservation; the rest ran on demand in what is unreserved. What functions held before the first look at them is not known, and drawn as what stood then. Functions and aliases that held the most have a band of their own. Free: what is left of the limit as it is now. In use: ConcurrentExecutions of the account.',
      unit: 'count',
      series: [
        ...heldBands(data),
        { ...BAND, key: 'onDemand', label: 'On demand, unreserved', color: 'var(--series-3)', values: data.onDemand },
        { ...BAND, key: 'free', label: 'Free, unreserved', color: 'var(--hatch)', values: free },
        { key: 'claimed', label: 'Claimed', color: 'var(--text)', shape: 'line', stepped: true, values: data.claimed },
        { key: 'inUse', label: 'In use', color: 'var(--text)', shape: 'line', dashed: true, values: data.concurrent },
      ],
      limits: [{ label: 'Limit', value: limit, color: 'var(--fault)' }],
      known: data.onDemand,
      gapReason: 'CloudWatch has not answered for this time, or it is not known what functions hold.',
    },
    { fromMs, toMs, periodMs, atMs, zone },
  )
}

/** Reserved below provisioned, each with the rest of its kind on its named bands. */
function heldBands(data: LedgerResponse): ChartSeries[] {
  const bandsOf = (isReserved: boolean, label: string, color: string, all: readonly (number | null)[]) => {
    const colors = isReserved ? RESERVED : PROVISIONED
    const own = data.bands
      .filter(({ qualifier }) => (qualifier === null) === isReserved)
      .map(({ functionName, qualifier, values }, index) => ({
        ...BAND,
        key: `${functionName}:${qualifier ?? ''}`,
        label: qualifier === null ? `${functionName} reserved` : `${functionName}:${qualifier} provisioned`,
        color: `var(--series-${colors[index % colors.length]})`,
        values,
      }))
    const rest = all.map((value, index) => {
      const told = own.reduce((sum, { values }) => sum + (values[index] ?? 0), 0)
      return value === null ? null : Math.max(0, value - told)
    })
    const isThere = rest.some((value) => value !== null && value > 0)
    return [...own, ...(isThere ? [{ ...BAND, key: label, label, color, values: rest }] : [])]
  }
  return [
    ...bandsOf(true, 'Others reserved', 'var(--series-8)', data.reserved),
    ...bandsOf(false, 'Others provisioned', 'var(--max)', data.provisioned),
  ]
}

/** It stands on the bands below it: without them it is drawn nowhere. */
function freeOf({ limit, claimed, onDemand }: LedgerResponse): (number | null)[] {
  return claimed.map((value, index) =>
    limit === null || value === null || (onDemand[index] ?? null) === null ? null : Math.max(0, limit - value),
  )
}

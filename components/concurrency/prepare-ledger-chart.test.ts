import { expect, it } from 'vitest'
import { prepareLedgerChart } from '@/components/concurrency/prepare-ledger-chart'
import type { LedgerResponse } from '@/lib/contracts/ledger'

const LEDGER: LedgerResponse = {
  ...{ place: { accountId: '111122223333', region: 'eu-west-1' }, places: [], fromMs: 0, toMs: 180_000 },
  ...{
    periodMs: 60_000,
    limit: 100,
    pool: 60,
    pools: [60, 60, null],
    atMs: [0, 60_000, 120_000],
    peakAtMs: [0, 60_000, null],
  },
  ...{ reserved: [40, 40, null], provisioned: [5, 5, null], onDemand: [5, 75, null], claimed: [50, 120, null] },
  ...{
    concurrent: [30, 110, null],
    claimedMax: 120,
    concurrentMax: 110,
    functions: [],
    unreadFunctions: 0,
    heldFromMs: 0,
  },
  bands: [
    { functionName: 'pay', qualifier: null, values: [25, 30, null] },
    { functionName: 'shop', qualifier: 'live', values: [5, 5, null] },
  ],
}
const seriesOf = (data: LedgerResponse) =>
  prepareLedgerChart(data, 'UTC').series.map(({ label, values }) => [label, values])
const freeIn = (data: LedgerResponse) =>
  prepareLedgerChart(data, 'UTC').series.find(({ key }) => key === 'free')?.values

it('stacks what is free on what is claimed, up to the limit, where both are known', () => {
  expect(freeIn(LEDGER)).toEqual([50, 0, null])
  expect(freeIn({ ...LEDGER, limit: null })).toBeUndefined()
})

it('names who holds the most, with the rest of either kind on them, below what is unreserved', () => {
  expect(seriesOf(LEDGER)).toEqual([
    ['pay reserved', [25, 30, null]],
    ['Others reserved', [15, 10, null]],
    ['shop:live provisioned', [5, 5, null]],
    ['On demand, unreserved', [5, 75, null]],
    ['Free, unreserved', [50, 0, null]],
    ['Claimed', [50, 120, null]],
    ['In use', [30, 110, null]],
  ])
})

it('gives no two bands one colour', () => {
  for (const reserved of [0, 1, 2, 3, 4, 5]) {
    const bands = [0, 1, 2, 3, 4].map((index) => ({
      ...{ functionName: `f${index}`, qualifier: index < reserved ? null : 'live', values: [1, 1, null] },
    }))
    const colors = prepareLedgerChart({ ...LEDGER, bands }, 'UTC')
      .series.slice(0, 7)
      .map(({ color }) => color)
    expect(new Set(colors).size).toBe(7)
  }
})

it('keeps what is claimed readable where the limit lies far above it, which is then named', () => {
  const spec = prepareLedgerChart({ ...LEDGER, limit: 1_000 }, 'UTC')
  expect(spec.yTicks.at(-1)?.at).toBeLessThan(200)
  expect(spec.lines).toMatchObject([{ label: 'Limit 1 k', above: true }])
  expect(spec.series.map(({ key }) => key)).not.toContain('free')
})

import { expect, it } from 'vitest'
import { prepareLedgerChart } from '@/components/concurrency/prepare-ledger-chart'
import type { LedgerResponse } from '@/lib/contracts/ledger'

const LEDGER: LedgerResponse = {
  ...{ place: { accountId: '111122223333', region: 'eu-west-1' }, places: [], fromMs: 0, toMs: 180_000 },
  ...{ periodMs: 60_000, limit: 100, pool: 60, atMs: [0, 60_000, 120_000], peakAtMs: [0, 60_000, null] },
  ...{ reserved: [40, 40, null], provisioned: [5, 5, null], onDemand: [5, 75, null], claimed: [50, 120, null] },
  ...{ concurrent: [30, 110, null], claimedMax: 120, concurrentMax: 110, functions: [], unreadFunctions: 0 },
}
const freeIn = (data: LedgerResponse) =>
  prepareLedgerChart(data, 'UTC').series.find(({ key }) => key === 'free')?.values

it('stacks what is free on what is claimed, up to the limit, where both are known', () => {
  expect(freeIn(LEDGER)).toEqual([50, 0, null])
  expect(freeIn({ ...LEDGER, limit: null })).toBeUndefined()
})

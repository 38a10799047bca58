import { expect, it } from 'vitest'
import { prepareConcurrencyCharts } from '@/components/concurrency/prepare-concurrency-charts'
import type { FunctionConcurrency } from '@/lib/contracts/concurrency'

const DATA: FunctionConcurrency = {
  ...{ fromMs: 0, toMs: 180_000, periodMs: 60_000, accountLimit: 1_000, pool: 800, reserved: 20, settingsRead: true },
  heldFromMs: 0,
  ...{ reservedThen: [20, 20, 20], poolThen: [800, 800, 800], atMs: [0, 60_000, 120_000], concurrent: [5, 9, 3] },
  ...{ concurrentMax: 9, throttled: [0, 0, 0], throttles: 0, spilled: [0, 0, 0], provisioned: [], scaling: null },
  ...{ throttledMinutes: 0, unsureMinutes: 0, longestPeriodMs: 60_000, causes: [], minutes: [] },
}
const concurrentOf = (own: Partial<FunctionConcurrency>) => prepareConcurrencyCharts({ ...DATA, ...own }, 'f', 'UTC')[0]

it('draws a limit that stood all the time as a line', () => {
  const spec = concurrentOf({})
  expect(spec?.lines).toMatchObject([{ label: 'Reserved 20', value: 20 }])
  expect(spec?.series.map(({ key }) => key)).toEqual(['concurrent'])
})

it('draws a reservation that was changed as it was, and the pool where none was', () => {
  const spec = concurrentOf({ reservedThen: [null, 10, 20], poolThen: [18, 800, 800] })
  expect(spec?.lines).toEqual([])
  expect(spec?.series.map(({ key, values }) => [key, values])).toEqual([
    ['concurrent', [5, 9, 3]],
    ['Reserved', [null, 10, 20]],
    ['Unreserved pool', [18, null, null]],
  ])
})

it('only names a limit far above all that ran', () => {
  expect(concurrentOf({ reservedThen: [400, 400, 400] })?.lines).toMatchObject([{ label: 'Reserved 400', above: true }])
  const changed = concurrentOf({ reservedThen: [500, 400, 450] })
  expect(changed?.lines).toMatchObject([{ label: 'Reserved 400 to 500', above: true }])
  const removed = concurrentOf({ reservedThen: [400, 400, null], poolThen: [600, 600, 1_000] })
  expect(removed?.lines.map(({ label }) => label)).toEqual(['Reserved 400', 'Unreserved pool 1 k'])
})

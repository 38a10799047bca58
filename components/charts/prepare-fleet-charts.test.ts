import { expect, it } from 'vitest'
import { prepareFleetCharts } from '@/components/charts/prepare-fleet-charts'
import type { OverviewResponse } from '@/lib/contracts/overview'

const MINUTE = 60_000
const NOTHING = [null, null, null]

function chartsOf(trend: Partial<OverviewResponse['trend']>, own: Partial<OverviewResponse> = {}) {
  const times = { periodMs: MINUTE, atMs: [0, MINUTE, 2 * MINUTE] }
  const counts = { invocations: [5, 5, 90], errors: [0, 0, 0], throttles: [0, 0, 0], invocationsBefore: NOTHING }
  const window = { fromMs: 0, toMs: 3 * MINUTE, countedToMs: 3 * MINUTE, ...own }
  const overview = { ...window, functions: 40, trend: { ...times, ...counts, known: [], ...trend } }
  return prepareFleetCharts(overview, { beforeLabel: 'Before', zone: 'UTC' })
}

it('marks the time of which not nearly all functions are known, so that their sum is not taken for that of all', () => {
  const [traffic, failures] = chartsOf({ known: [1, 20, 39] })
  expect(traffic?.gaps).toEqual([{ fromMs: 0, toMs: 2 * MINUTE }])
  // One function of forty says nothing of all.
  expect(traffic?.series[0]?.values).toEqual([null, 5, 90])
  expect(failures?.gaps).toEqual(traffic?.gaps)
  expect(failures?.empty).toBe('nothing where known')
})

it('says that nothing failed only where all is known', () => {
  expect(chartsOf({ known: [40, 40, 40] })[1]).toMatchObject({ gaps: [], empty: 'nothing happened' })
  expect(chartsOf({ known: [1, 1, 1] })[1]?.empty).toBe('not known')
})

it('draws a bucket that is not over as it stands, and marks what is missing of it', () => {
  const [traffic] = chartsOf({ known: [40, 40, 40] }, { toMs: 2.5 * MINUTE, countedToMs: 2.25 * MINUTE })
  expect(traffic).toMatchObject({ toMs: 3 * MINUTE, cuts: [{ fromMs: 2.25 * MINUTE, toMs: 3 * MINUTE }], gaps: [] })
  expect(traffic?.series[0]?.values).toEqual([5, 5, 90])
  expect(chartsOf({ known: [40, 40, 40] })[0]).toMatchObject({ toMs: 3 * MINUTE, cuts: [] })
})

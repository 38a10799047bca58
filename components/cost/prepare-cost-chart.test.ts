import { expect, it } from 'vitest'
import { prepareCostChart } from '@/components/cost/prepare-cost-chart'
import type { CostResponse } from '@/lib/contracts/cost'

const DAY = 86_400_000
const AT = Date.UTC(2026, 10, 20)
const parts = [
  { key: 'a', label: 'orders', values: [null, 3] },
  { key: ' rest', label: 'Rest', values: [null, 2] },
]
const series = { periodMs: DAY, atMs: [AT, AT + DAY], logGroups: 40, read: [0, 40], parts }
const cost = { fromMs: AT, toMs: AT + 2 * DAY, countedToMs: AT + 2 * DAY, series } as CostResponse

it('stacks the groups, and leaves a gap where nothing is read', () => {
  const spec = prepareCostChart(cost, 'function', 'UTC')
  expect(spec.gaps).toEqual([{ fromMs: AT, toMs: AT + DAY }])
  expect(spec.series.map(({ stacked, color }) => [stacked, color])).toEqual([
    [true, 'var(--series-1)'],
    [true, 'var(--max)'],
  ])
  expect(spec.yTicks.at(-1)?.at).toBeGreaterThanOrEqual(5)
  expect(spec.yTicks.at(-1)?.label).toMatch(/^\$/)
})

it('marks the time of which only some functions are read, whatever they cost', () => {
  const partly = { ...series, read: [3, 40], parts: [{ key: 'a', label: 'orders', values: [1, 3] }] }
  expect(prepareCostChart({ ...cost, series: partly }, 'function', 'UTC')).toMatchObject({
    gaps: [{ fromMs: AT, toMs: AT + DAY }],
    series: [{ values: [1, 3] }],
  })
})

it('draws buckets where they lie, and marks what of the first and the last is not counted', () => {
  const HOUR = 3_600_000
  const hours = { ...series, periodMs: HOUR, atMs: [AT, AT + HOUR, AT + 2 * HOUR], read: [40, 40, 40] }
  const values = { ...hours, parts: [{ key: 'a', label: 'orders', values: [1, 2, 3] }] }
  const window = { fromMs: AT + HOUR / 4, toMs: AT + 2.5 * HOUR, countedToMs: AT + 2.25 * HOUR }
  expect(prepareCostChart({ ...cost, ...window, series: values }, 'function', 'UTC')).toMatchObject({
    ...{ fromMs: AT, toMs: AT + 3 * HOUR, gaps: [] },
    cuts: [
      { fromMs: AT, toMs: AT + HOUR / 4 },
      { fromMs: AT + 2.25 * HOUR, toMs: AT + 3 * HOUR },
    ],
  })
  // A gap is hatched as a whole, and has a reason of its own.
  const unread = { ...values, read: [0, 40, 40] }
  expect(prepareCostChart({ ...cost, ...window, series: unread }, 'function', 'UTC').cuts).toHaveLength(1)
})

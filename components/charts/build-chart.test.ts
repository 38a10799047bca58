import { expect, it } from 'vitest'
import { buildChart } from '@/components/charts/build-chart'
import type { ChartSeries } from '@/components/charts/chart-spec'

const MINUTE = 60_000
const GRID = { fromMs: 0, toMs: 3 * MINUTE, periodMs: MINUTE, atMs: [0, MINUTE, 2 * MINUTE], zone: 'UTC' }
const series = (key: string, values: (number | null)[], own: Partial<ChartSeries> = {}): ChartSeries => ({
  ...{ key, label: key, color: 'red', shape: 'area', values },
  ...own,
})
const build = (all: ChartSeries[], limit: number | null = null, known: (number | null)[] = [1, 1, 1]) =>
  buildChart(
    {
      ...{ id: 'x', title: 'x', help: 'x', unit: 'count', series: all, known, gapReason: 'not read' },
      limits: [{ label: 'Limit', value: limit, color: 'red' }],
    },
    GRID,
  )
const top = (spec: ReturnType<typeof build>) => spec.yTicks.at(-1)?.at ?? 0

it('leaves room for series that stand on one another', () => {
  const stacked = [series('a', [30, 10, null], { stacked: true }), series('b', [30, 60, null], { stacked: true })]
  expect(top(build(stacked))).toBeGreaterThanOrEqual(70)
  expect(top(build([series('a', [30, 10, null]), series('b', [30, 60, null])]))).toBeLessThan(70)
})

it('draws a limit where it fits, and names one that lies far above', () => {
  expect(build([series('a', [8, 4, 2])], 10).lines).toEqual([
    { label: 'Limit 10', value: 10, color: 'red', above: false },
  ])
  const far = build([series('a', [8, 4, 2])], 1_000)
  expect(far.lines[0]?.above).toBe(true)
  expect(top(far)).toBeLessThan(100)
  expect(build([series('a', [8, 4, 2])], null).lines).toEqual([])
})

it('keeps gaps apart from nothing, and leaves out series of which nothing is known', () => {
  const spec = build([series('a', [1, null, 0]), series('b', [null, null, null])], null, [1, null, 1])
  expect(spec.gaps).toEqual([{ fromMs: MINUTE, toMs: 2 * MINUTE }])
  expect(spec.series.map(({ key }) => key)).toEqual(['a'])
  expect(spec.empty).toBeNull()
  expect(build([series('a', [0, 0, 0])]).empty).toBe('nothing happened')
  expect(build([series('a', [null, null, null])], null, [null, null, null]).empty).toBe('not known')
})

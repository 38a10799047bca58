import { expect, it } from 'vitest'
import { bandWords, prepareHeatCells } from '@/components/performance/prepare-heat-cells'

const band = (roughFromMs: number, roughToMs: number) => ({
  ...{ fromMs: roughFromMs, toMs: roughToMs },
  ...{ roughFromMs, roughToMs },
})
const column = (minute: number, counts: number[] | null) => ({
  fromMs: minute * 60_000,
  toMs: (minute + 1) * 60_000,
  counts,
})
const HEAT = {
  periodMs: 60_000,
  bands: [band(0, 10), band(10, 100)],
  columns: [column(0, [0, 8]), column(1, null), column(2, null), column(3, [1, 2])],
}

it('places the cells that hold invocations, darker by the logarithm of their number', () => {
  const { cells, most } = prepareHeatCells(HEAT)
  expect(most).toBe(8)
  expect(cells.map(({ column: at, band: of, x, y, count }) => [at, of, x, y, count])).toEqual([
    [0, 1, 0, 0.5, 8],
    [3, 0, 0.75, 0, 1],
    [3, 1, 0.75, 0.5, 2],
  ])
  expect(cells.map(({ strength }) => Math.round(strength * 100))).toEqual([100, 0, 33])
})

it('joins columns that are not known to one gap', () => {
  expect(prepareHeatCells(HEAT).gaps).toEqual([{ x: 0.25, width: 0.5 }])
  expect(prepareHeatCells({ ...HEAT, columns: [column(0, [1, 0])] }).cells[0]?.strength).toBe(1)
})

it('names bands as they are read', () => {
  expect(HEAT.bands.map(bandWords)).toEqual(['0 to 10 ms', '10 ms to 100 ms'])
})

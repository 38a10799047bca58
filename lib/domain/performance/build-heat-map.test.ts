import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildHeatMap } from '@/lib/domain/performance/build-heat-map'
import { addToSketch, createSketch, type Sketch } from '@/lib/domain/sketch'

const MINUTE = 60_000
const GRID = { originMs: 0, fromMs: 0, toMs: 10 * MINUTE, periodMs: MINUTE, nowMs: 20 * MINUTE }
const EVERYTHING = [{ fromMs: 0, toMs: 20 * MINUTE }]

/** Column → sketch of what ran in it. */
function columnsOf(calls: readonly (readonly [column: number, ms: number])[]) {
  const sketches = new Map<number, Sketch>()
  for (const [column, ms] of calls) {
    const sketch = sketches.get(column) ?? createSketch()
    addToSketch(sketch, ms)
    sketches.set(column, sketch)
  }
  return sketches
}

/** REPORT lines tell hundredths of milliseconds. */
const duration = fc.integer({ min: 0, max: 90_000_000 }).map((hundredths) => hundredths / 100)

it('counts into each cell what a list narrowed to its bounds would show', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), duration), { maxLength: 60 }), (calls) => {
      const { bands, columns } = buildHeatMap(columnsOf(calls), GRID, EVERYTHING)
      columns.forEach(({ counts }, minute) => {
        bands.forEach(({ fromMs, toMs }, band) => {
          const listed = calls.filter(([at, ms]) => at === minute && ms <= toMs && (fromMs === null || ms > fromMs))
          expect(counts?.[band]).toBe(listed.length)
        })
      })
      const total = columns.reduce((sum, { counts }) => sum + (counts ?? []).reduce((a, b) => a + b, 0), 0)
      expect(total).toBe(calls.length)
    }),
  )
})

it('has few bands of round bounds, and none where nothing took any time', () => {
  const { bands } = buildHeatMap(
    columnsOf([
      [0, 3],
      [0, 250],
    ]),
    GRID,
    EVERYTHING,
  )
  expect(bands.map(({ roughFromMs, roughToMs }) => [roughFromMs, roughToMs])).toEqual(
    [2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300]
      .map((mark, index, marks) => [marks[index - 1] ?? 1.5, mark])
      .slice(1),
  )
  expect(
    buildHeatMap(
      columnsOf([
        [0, 0.02],
        [0, 900_000],
      ]),
      GRID,
      EVERYTHING,
    ).bands.length,
  ).toBeLessThanOrEqual(26)
  expect(buildHeatMap(new Map(), GRID, EVERYTHING).bands).toEqual([])
})

it('tells a column that is not read from one in which nothing ran', () => {
  const { columns } = buildHeatMap(columnsOf([[8, 5]]), { ...GRID, nowMs: 9.5 * MINUTE }, [
    { fromMs: 2 * MINUTE, toMs: 6.5 * MINUTE },
  ])
  const sums = columns.map(({ counts }) => counts?.reduce((sum, count) => sum + count, 0) ?? null)
  expect(sums).toEqual([null, null, 0, 0, 0, 0, null, null, 1, null])
})

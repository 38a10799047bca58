import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildHeatMap } from '@/lib/domain/performance/build-heat-map'
import { addToSketch, createSketch, encodeSketch } from '@/lib/domain/sketch'

const MINUTE = 60_000
const GRID = { fromMs: 0, toMs: 10 * MINUTE, periodMs: MINUTE, nowMs: 20 * MINUTE }
const EVERYTHING = [{ fromMs: 0, toMs: 20 * MINUTE }]

function piece(atMs: number, durations: readonly number[]) {
  const sketch = createSketch()
  for (const duration of durations) addToSketch(sketch, duration)
  return { atMs, durationSketch: encodeSketch(sketch) }
}

/** REPORT lines tell hundredths of milliseconds. */
const duration = fc.integer({ min: 0, max: 90_000_000 }).map((hundredths) => hundredths / 100)

it('counts into each cell what a list narrowed to its bounds would show', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), duration), { maxLength: 60 }), (calls) => {
      const pieces = calls.map(([minute, ms]) => piece(minute * MINUTE, [ms]))
      const { bands, columns } = buildHeatMap(pieces, GRID, EVERYTHING)
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
  const { bands } = buildHeatMap([piece(0, [3, 250])], GRID, EVERYTHING)
  expect(bands.map(({ roughFromMs, roughToMs }) => [roughFromMs, roughToMs])).toEqual(
    [2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300]
      .map((mark, index, marks) => [marks[index - 1] ?? 1.5, mark])
      .slice(1),
  )
  expect(buildHeatMap([piece(0, [0.02, 900_000])], GRID, EVERYTHING).bands.length).toBeLessThanOrEqual(26)
  expect(buildHeatMap([], GRID, EVERYTHING).bands).toEqual([])
})

it('tells a column that is not read from one in which nothing ran', () => {
  const { columns } = buildHeatMap([piece(8 * MINUTE, [5])], { ...GRID, nowMs: 9.5 * MINUTE }, [
    { fromMs: 2 * MINUTE, toMs: 6.5 * MINUTE },
  ])
  const sums = columns.map(({ counts }) => counts?.reduce((sum, count) => sum + count, 0) ?? null)
  expect(sums).toEqual([null, null, 0, 0, 0, 0, null, null, 1, null])
})

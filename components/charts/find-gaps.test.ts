import { describe, expect, it } from 'vitest'
import { countedPart, findCuts, findGaps } from '@/components/charts/find-gaps'

describe('findGaps', () => {
  it('joins neighbouring buckets without an answer and leaves zero alone', () => {
    expect(findGaps([0, 60, 120, 180, 240], [null, null, 0, 3, null], 60)).toEqual([
      { fromMs: 0, toMs: 120 },
      { fromMs: 240, toMs: 300 },
    ])
  })

  it('takes a value that is not there for a gap', () => {
    expect(findGaps([0, 60], [1], 60)).toEqual([{ fromMs: 60, toMs: 120 }])
  })
})

it('tells what of the first and the last bucket is counted', () => {
  const grid = { atMs: [0, 60, 120], periodMs: 60 }
  const cuts = findCuts(grid, { fromMs: 15, toMs: 150 }, [])
  const parts = grid.atMs.map((at) => countedPart(at, { ...grid, cuts }))
  expect(parts).toEqual([{ fromMs: 15, toMs: 60 }, null, { fromMs: 120, toMs: 150 }])
  expect(findCuts(grid, { fromMs: 0, toMs: 180 }, [])).toEqual([])
  // One bucket may be both.
  const single = { atMs: [0], periodMs: 60 }
  expect(countedPart(0, { ...single, cuts: findCuts(single, { fromMs: 10, toMs: 50 }, []) })).toEqual({
    fromMs: 10,
    toMs: 50,
  })
})

import { describe, expect, it } from 'vitest'
import { findGaps } from '@/components/charts/find-gaps'

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

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MinuteIndex } from '@/simulator/fleet/minute-index'

describe('MinuteIndex', () => {
  it('yields what lies in a window, in order, however it was added', () => {
    const instant = fc.integer({ min: 0, max: 400_000 })
    fc.assert(
      fc.property(fc.array(instant), instant, instant, (items, fromMs, toMs) => {
        const index = new MinuteIndex<number>(
          (item) => item,
          (a, b) => a - b,
        )
        for (const item of items) index.add(item)
        const expected = items.filter((item) => item >= fromMs && item < toMs).sort((a, b) => a - b)
        expect([...index.range(fromMs, toMs)]).toEqual(expected)
      }),
    )
  })

  it('takes more after it was read', () => {
    const index = new MinuteIndex<number>(
      (item) => item,
      (a, b) => a - b,
    )
    index.add(70_000)
    expect([...index.range(0, 100_000)]).toEqual([70_000])
    index.add(65_000)
    expect([...index.range(0, 100_000)]).toEqual([65_000, 70_000])
  })
})

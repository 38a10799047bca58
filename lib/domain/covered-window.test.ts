import { describe, expect, it } from 'vitest'
import {
  clipCovered,
  countedEnd,
  coveredShare,
  isCovered,
  sumOfBucket,
  widenToMinutes,
} from '@/lib/domain/covered-window'

const MINUTE = 60_000
const part = (fromMs: number, toMs: number) => ({ fromMs: fromMs * MINUTE, toMs: toMs * MINUTE })

describe('covered windows', () => {
  it('widens to whole minutes and leaves whole ones', () => {
    expect(widenToMinutes({ fromMs: 1, toMs: MINUTE + 1 })).toEqual(part(0, 2))
    expect(widenToMinutes(part(1, 2))).toEqual(part(1, 2))
  })

  it('is covered by one stretch only, since stretches that touch are one', () => {
    expect(isCovered([part(0, 10)], part(2, 10))).toBe(true)
    expect(isCovered([part(0, 5), part(6, 10)], part(2, 10))).toBe(false)
    expect(isCovered([], part(3, 3))).toBe(true)
  })

  it('clips and measures', () => {
    expect(clipCovered([part(0, 5), part(6, 10)], part(4, 7))).toEqual([part(4, 5), part(6, 7)])
    expect(coveredShare([part(0, 5), part(6, 10)], part(0, 10))).toBeCloseTo(0.9)
  })

  it('ends the window where answers end, unless they are far behind', () => {
    const window = part(0, 60)
    expect(countedEnd([part(0, 58)], window, 60 * MINUTE, 20 * MINUTE)).toBe(58 * MINUTE)
    expect(countedEnd([part(0, 30)], window, 60 * MINUTE, 20 * MINUTE)).toBe(60 * MINUTE)
    expect(countedEnd([part(0, 60)], window, 60 * MINUTE, 20 * MINUTE)).toBe(60 * MINUTE)
    expect(countedEnd([], window, 60 * MINUTE, 20 * MINUTE)).toBe(60 * MINUTE)
    expect(countedEnd([{ fromMs: 0, toMs: 58.5 * MINUTE }], window, 60 * MINUTE, 20 * MINUTE)).toBe(58 * MINUTE)
  })

  it('sums a bucket when it is known, or still running', () => {
    expect(sumOfBucket(3, part(0, 5), [part(0, 5)], 0)).toBe(3)
    expect(sumOfBucket(3, part(0, 5), [part(0, 4)], 10 * MINUTE)).toBeNull()
    expect(sumOfBucket(3, part(0, 5), [part(0, 4)], 4 * MINUTE)).toBe(3)
    expect(sumOfBucket(3, part(0, 5), [part(1, 4)], 4 * MINUTE)).toBeNull()
  })
})

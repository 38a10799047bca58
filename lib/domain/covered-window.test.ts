import { describe, expect, it } from 'vitest'
import {
  clipCovered,
  countedEnd,
  coveredShare,
  isCovered,
  sumOfBucket,
  widenToMinutes,
} from '@/lib/domain/covered-window'

const MIN = 60_000
const part = (from: number, to: number) => ({ fromMs: from * MIN, toMs: to * MIN })

it('widenToMinutes takes whole minutes around a window', () => {
  expect(widenToMinutes({ fromMs: 61_000, toMs: 119_000 })).toEqual(part(1, 2))
  expect(widenToMinutes(part(1, 2))).toEqual(part(1, 2))
  expect(widenToMinutes(part(1, 2), 5 * MIN)).toEqual(part(0, 5))
})

describe('a covered window', () => {
  const covered = [part(0, 10), part(20, 30)]

  it.each([
    [part(0, 10), true, 1],
    [part(2, 5), true, 1],
    [part(5, 15), false, 0.5],
    [part(5, 25), false, 0.5],
    [part(12, 18), false, 0],
    [part(12, 12), true, 1],
  ])('%o is covered: %s, by %d', (window, whole, share) => {
    expect(isCovered(covered, window)).toBe(whole)
    expect(coveredShare(covered, window)).toBeCloseTo(share, 10)
  })

  it('is clipped to what was answered', () => {
    expect(clipCovered(covered, part(5, 25))).toEqual([part(5, 10), part(20, 25)])
    expect(clipCovered(covered, part(10, 20))).toEqual([])
  })
})

describe('countedEnd', () => {
  it.each([
    ['the whole window when all of it was answered', [part(0, 60)], 60, 60],
    ['where a source stands that is a little behind', [part(0, 57)], 60, 57],
    ['the whole window when a source is far behind', [part(0, 40)], 60, 60],
    ['the whole window when nothing was answered', [], 60, 60],
  ])('is %s', (_name, covered, to, end) => {
    expect(countedEnd(covered, part(0, to), 60 * MIN, 5 * MIN)).toBe(end * MIN)
  })

  it('is a whole minute', () => {
    expect(countedEnd([{ fromMs: 0, toMs: 57.5 * MIN }], part(0, 60), 60 * MIN, 5 * MIN)).toBe(57 * MIN)
  })
})

describe('sumOfBucket', () => {
  it('keeps zero apart from not known', () => {
    expect(sumOfBucket(0, part(0, 5), [part(0, 10)], 100 * MIN)).toBe(0)
    expect(sumOfBucket(0, part(8, 12), [part(0, 10)], 100 * MIN)).toBeNull()
    expect(sumOfBucket(7, part(0, 5), [], 100 * MIN)).toBeNull()
  })

  it('shows what is known of a bucket that still runs, if known from its start', () => {
    expect(sumOfBucket(3, part(8, 12), [part(0, 10)], 11 * MIN)).toBe(3)
    expect(sumOfBucket(3, part(8, 12), [part(9, 10)], 11 * MIN)).toBeNull()
  })
})

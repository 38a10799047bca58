import { expect, it } from 'vitest'
import { describeReadPart } from '@/components/overview/describe-read-part'

const HOUR = 3_600_000
const DAY = 24 * HOUR

it('says how much is read where no figure is of the whole window', () => {
  const atMs = Array.from({ length: 8 }, (_, index) => index * DAY - HOUR)
  const of = (known: number[]) =>
    describeReadPart({ fromMs: 0, toMs: 7 * DAY, functions: 40, trend: { atMs, known, periodMs: DAY } })
  expect(of([0, 0, 0, 0, 0, 0, 30, 40])).toBe('1 d 1 h of 7 d read')
  // Two functions of forty stand for none of the others.
  expect(of([0, 0, 0, 0, 0, 0, 2, 40])).toBe('1 h of 7 d read')
  expect(of([0, 0, 0, 0, 0, 0, 0, 0])).toBeNull()
})

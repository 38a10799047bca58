import { expect, it } from 'vitest'
import { explainCount } from '@/lib/domain/triggers/explain-counts'

const DAY = 86_400_000
const NOW = 100 * DAY
const ALL = { isListed: true, refused: null }
const NONE = { value: null, isListed: false, isCovered: false, isPossible: true }

it.each([
  [{ ...NONE, value: 0 }, ALL, 1, null],
  [NONE, ALL, 1, 'nothing'],
  [NONE, ALL, 15, 'too-old'],
  [NONE, { isListed: false, refused: null }, 1, 'not-read'],
  [NONE, { isListed: false, refused: 'cloudwatch:ListMetrics' }, 1, 'refused'],
  [{ ...NONE, isPossible: false }, ALL, 15, 'not-set-up'],
  [{ ...NONE, isListed: true }, ALL, 1, 'not-read'],
  [{ ...NONE, isListed: true }, { isListed: true, refused: 'cloudwatch:GetMetricData' }, 1, 'refused'],
  [{ ...NONE, isListed: true, isCovered: true }, ALL, 1, 'nothing'],
] as const)('%j where %j is known, %i days back: %s', (count, listing, days, gap) => {
  expect(explainCount(count, listing, NOW - days * DAY, NOW)).toBe(gap)
})

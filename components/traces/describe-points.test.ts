import { expect, it } from 'vitest'
import { describeListed, describePoints } from '@/components/traces/describe-points'

const AT_MS = Date.UTC(2026, 10, 24, 6, 50, 12)

it.each([
  [{ isAll: true, fromMs: 0, durationsMs: [1, 2, 3] }, '3 traces'],
  [{ isAll: false, fromMs: AT_MS, durationsMs: [1, 2] }, 'the newest 2 traces, since 2026-11-24 06:50 UTC'],
  [{ isAll: true, fromMs: 0, durationsMs: [1, null, null] }, '3 traces · 2 of unknown duration, which are not drawn'],
])('says what is drawn of %o', (points, said) => {
  expect(describePoints(points, 'UTC')).toBe(said)
})

it('says that the traces of the list are not all of them', () => {
  expect(describeListed(1_200)).toBe('only the 1,200 traces of the list: the others could not be loaded')
})

import { expect, it } from 'vitest'
import { describeMap } from '@/components/traces/describe-map'
import type { MapResponse } from '@/lib/contracts/map'

const HOUR_MS = 3_600_000
const AT_MS = Date.UTC(2026, 0, 1)
const PAGE = {
  countedFromMs: AT_MS,
  countedToMs: AT_MS + 2 * HOUR_MS,
  traces: 1_200,
  cutBy: null,
  behind: 0,
  leftOut: 0,
  edgesLeftOut: 0,
  hidden: null,
  read: { of: 1, whole: 1, share: 1 },
}
type Said = Partial<Pick<MapResponse, 'behind' | 'leftOut' | 'edgesLeftOut' | 'cutBy' | 'hidden'>>
const say = (page: Said, range: Parameters<typeof describeMap>[1]) => describeMap({ ...PAGE, ...page }, range, 'UTC')
const asked = (fromMs: number, toMs: number) => ({ fromMs: AT_MS + fromMs, toMs: AT_MS + toMs })

it.each([
  ['asked as it is counted', asked(0, 2 * HOUR_MS), null],
  ['a relative window', { preset: '2h' }, null],
  ['widened to whole hours', asked(HOUR_MS / 2, 1.5 * HOUR_MS), 'counted in whole hours, '],
  ['counted from later on', asked(-HOUR_MS, 2 * HOUR_MS), 'counted since '],
  ['not ended yet', asked(0, 5 * HOUR_MS), null],
])('says which window is counted: %s', (_, range, part) => {
  if (part === null) expect(say({}, range)).not.toContain('counted')
  else expect(say({}, range)).toContain(part)
})

it('says what is behind and left out', () => {
  const text = say({ behind: 2, leftOut: 7, edgesLeftOut: 3 }, { preset: '2h' })
  expect(text).toContain('still being counted in 10 min')
  expect(text).toContain('7 rare services are left out')
  expect(text).toContain('3 rare ways between services are left out')
})

it('says how many traces cannot be told to be those of the qualifier, and why', () => {
  const hidden = { traces: 12, reason: 'Log lines are not all read.' }
  expect(say({ hidden }, { preset: '2h' })).toContain(
    '12 other traces cannot be told from those of other qualifiers: Log lines',
  )
  expect(say({ hidden: { ...hidden, traces: 10_000 } }, { preset: '2h' })).toContain('10 k or more traces')
})

it('says that a busy function has more traces than are counted', () => {
  expect(say({ cutBy: 'busy' }, { preset: '2h' })).toContain('the newest 1.2 k traces: more are not counted one by one')
})

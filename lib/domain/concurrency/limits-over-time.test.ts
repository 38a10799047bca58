import { expect, it } from 'vitest'
import { limitsOverTime } from '@/lib/domain/concurrency/limits-over-time'
import { type Holder, heldAt, poolAt, type StandingChange } from '@/lib/domain/concurrency/standing-at'

const changed = { functionId: 1, kind: 'concurrency' as const, subject: '', before: null, after: 20 }
const holder = (changes: StandingChange[], more: Partial<Holder> = {}): Holder => ({
  ...{ functionName: 'f', reserved: 20, provisionedBy: [], sinceMs: null, untilMs: null, changes },
  ...more,
})
const own = holder([{ ...changed, atMs: 100, knownAfterMs: 60 }])
const within = (fromMs: number, toMs: number, of = own) =>
  limitsOverTime({ own: of, holders: [of], poolNow: 900 })
    .within({ fromMs, toMs })
    .map(({ reserved, pool }) => [reserved, pool])

it('takes limits back to what they were, and both where it is not certain which stood', () => {
  expect(within(0, 60)).toEqual([[null, 920]])
  expect(within(50, 70)).toEqual([
    [null, 920],
    [20, 900],
  ])
  expect(within(99, 101)).toHaveLength(2)
  expect(within(100, 160)).toEqual([[20, 900]])
})

it('holds what stood between two changes of one stretch', () => {
  const twice = holder([
    { ...changed, before: 50, after: 5, atMs: 20, knownAfterMs: 20 },
    { ...changed, before: 5, after: 20, atMs: 40, knownAfterMs: 40 },
  ])
  expect(within(0, 60, twice).toSorted()).toEqual([
    [20, 900],
    [5, 915],
    [50, 870],
  ])
  // Each of the two was noticed late, and may have been made at any time since the look before.
  const late = holder(twice.changes.map((change) => ({ ...change, knownAfterMs: change.atMs - 15 })))
  expect(within(10, 15, late)).toHaveLength(2)
  expect(within(10, 30, late)).toHaveLength(3)
})

it('tells at any moment what its holders held then', () => {
  const holders = [
    own,
    holder([{ ...changed, functionId: 2, before: 7, atMs: 130, knownAfterMs: 120 }], { sinceMs: 40, untilMs: 170 }),
    holder([], { reserved: null, provisionedBy: [{ qualifier: 'live', provisioned: 3 }] }),
  ]
  const limits = limitsOverTime({ own, holders, poolNow: 900 })
  for (let ms = 0; ms < 200; ms += 10) {
    expect(limits.at(ms)).toEqual({
      reserved: heldAt(own, ms).reserved,
      provisioned: 0,
      pool: poolAt(900, holders, ms),
    })
  }
  expect(limitsOverTime({ own, holders, poolNow: null }).at(0).pool).toBeNull()
})

it('looks at what was held once for each change, not for each of a week’s minutes', () => {
  let looks = 0
  const others = Array.from({ length: 100 }, (_, index): Holder => {
    const one = holder([{ ...changed, functionId: index, atMs: index, knownAfterMs: index }])
    return Object.defineProperty({ ...one }, 'changes', {
      get() {
        looks += 1
        return one.changes
      },
    })
  })
  const limits = limitsOverTime({ own, holders: others, poolNow: 900 })
  for (let minute = 0; minute < 10_080; minute += 1) limits.within({ fromMs: minute, toMs: minute + 1 })
  expect(looks).toBeLessThan(others.length * 10)
})

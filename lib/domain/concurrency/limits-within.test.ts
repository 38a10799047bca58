import { expect, it } from 'vitest'
import { limitsWithin } from '@/lib/domain/concurrency/limits-within'
import type { Holder } from '@/lib/domain/concurrency/standing-at'

const changed = { functionId: 1, kind: 'concurrency' as const, subject: '', before: null, after: 20 }
const own: Holder = {
  ...{ functionName: 'f', reserved: 20, provisionedBy: [], sinceMs: null, untilMs: null },
  changes: [{ ...changed, atMs: 100, knownAfterMs: 60 }],
}
const within = (fromMs: number, toMs: number) =>
  limitsWithin({ own, holders: [own], poolNow: 900 }, { fromMs, toMs }).map(({ reserved, pool }) => [reserved, pool])

it('takes limits back to what they were, and both where it is not certain which stood', () => {
  expect(within(0, 60)).toEqual([[null, 920]])
  expect(within(50, 70)).toEqual([
    [null, 920],
    [20, 900],
  ])
  expect(within(99, 101)).toHaveLength(2)
  expect(within(100, 160)).toEqual([[20, 900]])
})

import { expect, it } from 'vitest'
import { poolTaken, withoutUnsure } from '@/lib/domain/concurrency/pool-taken'
import type { Holder, StandingChange } from '@/lib/domain/concurrency/standing-at'

const MINUTE = 60_000
const WINDOW = { fromMs: 0, toMs: 5 * MINUTE }
const holder = (own: Partial<Holder>): Holder => ({
  ...{ functionName: 'f', reserved: null, provisionedBy: [], sinceMs: null, untilMs: null, changes: [], ...own },
})
const reserved: StandingChange = {
  ...{ functionId: 1, kind: 'concurrency', subject: '', before: 40, after: 60 },
  ...{ knownAfterMs: MINUTE, atMs: 2 * MINUTE },
}

it('counts what is provisioned in full, less what was reserved then', () => {
  const claimed = new Map([
    [0, 50],
    [1, 75],
    [2, 75],
  ])
  const holders = [
    holder({ reserved: 60, changes: [reserved] }),
    holder({ provisionedBy: [{ qualifier: 'live', provisioned: 7 }] }),
  ]
  const { values, covered } = poolTaken({ values: claimed, covered: [WINDOW] }, holders, WINDOW)
  expect([...values]).toEqual([
    [0, 10],
    [1, 35],
    [2, 15],
    // Nothing ran: what is provisioned is taken nevertheless.
    [3, 7],
    [4, 7],
  ])
  // Either reservation may have stood in the second minute.
  expect(covered).toEqual([
    { fromMs: 0, toMs: MINUTE },
    { fromMs: 2 * MINUTE, toMs: 5 * MINUTE },
  ])
})

it('leaves out of what is known of a holder the time in which it may or may not have been changed', () => {
  const own = holder({ changes: [{ ...reserved, kind: 'provisioned', subject: 'live' }] })
  expect(withoutUnsure([WINDOW], own, 'concurrency')).toEqual([WINDOW])
  expect(withoutUnsure([WINDOW], own, 'provisioned')).toEqual([
    { fromMs: 0, toMs: MINUTE },
    { fromMs: 2 * MINUTE, toMs: 5 * MINUTE },
  ])
})

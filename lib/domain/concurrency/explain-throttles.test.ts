import { expect, it } from 'vitest'
import { explainThrottles } from '@/lib/domain/concurrency/explain-throttles'
import type { ThrottledMinute } from '@/lib/domain/concurrency/judge-throttled-minute'
import type { StandingLimits } from '@/lib/domain/concurrency/limits-over-time'

const LIMIT = 1_000
const NONE: StandingLimits = { reserved: null, provisioned: 0, pool: 800 }
const stood = (...all: Partial<StandingLimits>[]) => ({ limits: all.map((one) => ({ ...NONE, ...one })) })
const minute = (own: Partial<ThrottledMinute> = {}): ThrottledMinute => ({
  ...{
    atMs: 0,
    periodMs: 60_000,
    throttles: 5,
    invocations: 100,
    peak: 10,
    peakBefore: 9,
    spillover: 0,
    claimed: 300,
    unreserved: 100,
    ...{ limits: [NONE], areLimitsOfThen: true },
  },
  ...own,
})
type Case = Partial<StandingLimits> & { accountLimit?: null }
const verdicts = (minutes: ThrottledMinute[], { accountLimit, ...own }: Case = {}) =>
  Object.fromEntries(
    explainThrottles(
      minutes.map((one) => ({ ...one, ...stood(own) })),
      accountLimit === undefined ? LIMIT : accountLimit,
    ).map(({ cause, verdict }) => [cause, verdict]),
  )
const NOTHING = {
  ...{ reserved: 'ruled out', 'account-pool': 'ruled out', provisioned: 'ruled out' },
  ...{ 'request-rate': 'not known', 'scaling-rate': 'ruled out' },
}

it('says nothing where nothing was throttled', () => {
  expect(explainThrottles([], LIMIT)).toEqual([])
})

it.each<[string, ThrottledMinute[], Case, Record<string, string>]>([
  ['none of them', [minute()], {}, NOTHING],
  [
    'the reservation',
    [minute({ peak: 10 }), minute({ peak: 4 })],
    { reserved: 10 },
    { ...NOTHING, reserved: 'cause', 'request-rate': 'possible' },
  ],
  [
    'a reservation of 0',
    [minute({ peak: null, invocations: 0 })],
    { reserved: 0 },
    { ...NOTHING, reserved: 'cause', 'request-rate': 'ruled out', 'scaling-rate': 'not known' },
  ],
  ['the pool', [minute({ unreserved: 800 })], {}, { ...NOTHING, 'account-pool': 'cause' }],
  ['what is claimed', [minute({ claimed: 1_000 })], {}, { ...NOTHING, 'account-pool': 'cause' }],
  [
    'an account that is not known',
    [minute()],
    { pool: null, accountLimit: null },
    { ...NOTHING, 'account-pool': 'not known', 'request-rate': 'not known' },
  ],
  [
    'provisioned with nothing left',
    [minute({ peak: 10 })],
    { reserved: 10, provisioned: 10 },
    { ...NOTHING, reserved: 'cause', provisioned: 'cause', 'request-rate': 'possible' },
  ],
  ['spillover, which throttles nothing', [minute({ spillover: 9 })], { provisioned: 3 }, NOTHING],
  ['requests a second', [minute({ invocations: 600_000 })], {}, { ...NOTHING, 'request-rate': 'cause' }],
  [
    'requests of one second, perhaps',
    [minute({ invocations: 10_000 })],
    {},
    { ...NOTHING, 'request-rate': 'possible' },
  ],
  ['few requests of its own', [minute()], { reserved: 300 }, { ...NOTHING, 'request-rate': 'ruled out' }],
  [
    'requests of an hour, of which a minute would be far too many',
    [minute({ periodMs: 3_600_000, invocations: 600_000, peakBefore: null })],
    {},
    { ...NOTHING, 'request-rate': 'possible' },
  ],
  [
    'a reservation that an hour reached, perhaps at another time',
    [minute({ periodMs: 3_600_000, peak: 10 })],
    { reserved: 10 },
    { ...NOTHING, reserved: 'possible', 'request-rate': 'possible' },
  ],
  [
    'a minute that is not known',
    [minute(), minute({ peak: null, invocations: null, claimed: null, unreserved: null })],
    { reserved: 300, provisioned: 300 },
    {
      ...{ reserved: 'not known', 'account-pool': 'ruled out', provisioned: 'not known' },
      ...{ 'request-rate': 'not known', 'scaling-rate': 'not known' },
    },
  ],
  [
    'a rise from what is not known',
    [minute({ peak: 1_200, peakBefore: null })],
    {},
    { ...NOTHING, 'scaling-rate': 'not known' },
  ],
  [
    'a steep rise',
    [minute({ peak: 1_200, peakBefore: 100, invocations: 5_000 })],
    {},
    { ...NOTHING, 'scaling-rate': 'possible' },
  ],
])('names %s', (_name, minutes, limits, expected) => {
  expect(verdicts(minutes, limits)).toEqual(expected)
})

const found = (minutes: ThrottledMinute[], cause = 'reserved') =>
  explainThrottles(minutes, LIMIT).find((one) => one.cause === cause)

it('tells the numbers', () => {
  const ten = stood({ reserved: 10 })
  expect(found([minute({ peak: 10, ...ten }), minute({ peak: 4, ...ten })])).toEqual({
    ...{ cause: 'reserved', verdict: 'cause', minutes: 1, possibleMinutes: 0 },
    evidence: 'ConcurrentExecutions reached the 10 reserved in 1 of 2 throttled minutes; its highest there was 10.',
  })
})

it('holds each minute against what stood then, and counts the minutes of each cause', () => {
  const minutes = [
    minute({ peak: null, ...stood({ reserved: 0 }) }),
    minute({ peak: 5, ...stood({ reserved: 5, pool: 795 }) }),
    minute({ peak: 5, ...stood({ reserved: 20, pool: 780 }) }),
    minute({ peak: 5, unreserved: 800 }),
  ]
  expect(found(minutes)).toMatchObject({
    ...{ verdict: 'cause', minutes: 2 },
    evidence:
      'Reserved concurrency was 0 in 1 of 4 throttled minutes, which blocks every request. ConcurrentExecutions reached the 5 to 20 reserved in 1 of 4 throttled minutes; its highest there was 5.',
  })
  expect(found(minutes, 'account-pool')).toMatchObject({ verdict: 'cause', minutes: 1 })
})

it('calls possible what depends on which of two limits stood already', () => {
  const changing = minute({ peak: 5, ...stood({}, { reserved: 5 }) })
  expect(found([changing])).toMatchObject({
    ...{ verdict: 'possible', minutes: 1 },
    evidence: expect.stringContaining('In 1 of them it may just have been changed.'),
  })
})

it('proves and rules out nothing by a limit that need not have stood then', () => {
  const reached = minute({ peak: 10, unreserved: 800, ...stood({ reserved: 10 }) })
  const before = { ...reached, areLimitsOfThen: false }
  expect(found([before, before, reached])).toEqual({
    ...{ cause: 'reserved', verdict: 'cause', minutes: 1, possibleMinutes: 2 },
    evidence: 'ConcurrentExecutions reached the 10 reserved in 3 of 3 throttled minutes; its highest there was 10.',
  })
  expect(found([before])).toMatchObject({ verdict: 'possible', minutes: 1, possibleMinutes: 0 })
  // It may have had no reservation then, another one, or all of it provisioned.
  expect(found([before], 'account-pool')?.verdict).toBe('not known')
  expect(found([{ ...before, peak: 4 }])).toMatchObject({
    verdict: 'not known',
    evidence: expect.stringContaining('reached the 10 reserved in 0 of 1 throttled minute;'),
  })
  expect(found([before], 'provisioned')?.verdict).toBe('not known')
  // No setting has a say in it.
  expect(found([before], 'scaling-rate')?.verdict).toBe('ruled out')
})

it('rules nothing out while it is not known what is reserved', () => {
  const unread = [minute({ limits: [] })]
  for (const cause of ['reserved', 'account-pool', 'provisioned', 'request-rate']) {
    expect(found(unread, cause)?.verdict).toBe('not known')
  }
  expect(found(unread)?.evidence).toBe('What is reserved and provisioned for this function is not known.')
})

it('explains more minutes than a function takes arguments, in which the limit was changed', () => {
  const minutes = Array.from({ length: 130_000 }, (_, index) => ({
    ...minute({ atMs: index * 60_000, peak: 10 }),
    ...stood({ reserved: index % 3 === 0 ? 0 : 10, provisioned: 2 }),
  }))
  const [reserved] = explainThrottles(minutes, LIMIT)
  expect(reserved).toMatchObject({ cause: 'reserved', verdict: 'cause', minutes: 130_000 })
})

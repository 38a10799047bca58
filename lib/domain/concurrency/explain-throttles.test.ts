import { expect, it } from 'vitest'
import {
  type ConcurrencyLimits,
  explainThrottles,
  type ThrottledMinute,
} from '@/lib/domain/concurrency/explain-throttles'

const LIMITS: ConcurrencyLimits = { reserved: null, provisioned: null, accountLimit: 1_000, pool: 800 }
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
  },
  ...own,
})
const verdicts = (minutes: ThrottledMinute[], limits: Partial<ConcurrencyLimits> = {}) =>
  Object.fromEntries(explainThrottles(minutes, { ...LIMITS, ...limits }).map(({ cause, verdict }) => [cause, verdict]))
const NOTHING = {
  ...{ reserved: 'ruled out', 'account-pool': 'ruled out', provisioned: 'ruled out' },
  ...{ 'request-rate': 'not known', 'scaling-rate': 'ruled out' },
}

it('says nothing where nothing was throttled', () => {
  expect(explainThrottles([], LIMITS)).toEqual([])
})

it.each<[string, ThrottledMinute[], Partial<ConcurrencyLimits>, Record<string, string>]>([
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

it('tells the numbers', () => {
  const [reserved] = explainThrottles([minute({ peak: 10 }), minute({ peak: 4 })], { ...LIMITS, reserved: 10 })
  expect(reserved).toMatchObject({ minutes: 1 })
  expect(reserved?.evidence).toBe(
    'ConcurrentExecutions reached the 10 reserved in 1 of 2 throttled minutes; its highest there was 10.',
  )
})

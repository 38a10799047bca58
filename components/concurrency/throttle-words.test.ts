import { expect, it } from 'vitest'
import { throttleHeadline, unsureWords } from '@/components/concurrency/throttle-words'
import type { CauseFinding } from '@/lib/contracts/concurrency'

const finding = (cause: CauseFinding['cause'], verdict: CauseFinding['verdict'], minutes: number) => ({
  ...{ cause, verdict, minutes, possibleMinutes: 0, evidence: '' },
})
const headline = (causes: CauseFinding[], throttledMinutes: number | null = 5) =>
  throttleHeadline({ causes, throttledMinutes, longestPeriodMs: 60_000 })

it('says of how many of the minutes a limit was the cause', () => {
  const one = finding('reserved', 'cause', 1)
  expect(headline([one])).toBe('Throttled in 5 minutes, by its own reserved concurrency in 1 of them.')
  expect(headline([{ ...one, possibleMinutes: 3 }])).toBe(
    'Throttled in 5 minutes, by its own reserved concurrency in 1 of them and possibly in 3 more.',
  )
  expect(headline([{ ...one, minutes: 5 }])).toBe('Throttled in 5 minutes, by its own reserved concurrency.')
  expect(headline([one, finding('scaling-rate', 'possible', 2), finding('account-pool', 'ruled out', 0)])).toBe(
    'Throttled in 5 minutes, by its own reserved concurrency in 1 of them, possibly by scaling rate in 2 of them.',
  )
})

it('tells what is not known from what did not happen', () => {
  expect(headline([], null)).toMatch(/^Not known/)
  expect(headline([], 0)).toBe('Not throttled in this window.')
  expect(headline([finding('reserved', 'not known', 0)])).toMatch(/do not tell by which limit/)
})

it('says once in how many of the minutes it is not known what stood', () => {
  const fromMs = Date.UTC(2026, 10, 20, 9)
  const data = { fromMs, heldFromMs: Date.UTC(2026, 10, 20, 10), settingsRead: true, longestPeriodMs: 60_000 }
  const words = (unsureMinutes: number, settingsRead = true) =>
    unsureWords({ ...data, settingsRead, throttledMinutes: 12, unsureMinutes }, 'UTC')
  expect(words(3)).toMatch(/before .*10:00.* is not known, .* That is so of 3 minutes: a limit of then is possible at/)
  expect(words(12)).toContain('That is so of all of these: a limit')
  expect(words(0)).toBeNull()
  // Then each limit says so itself.
  expect(words(12, false)).toBeNull()
})

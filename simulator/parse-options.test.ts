import { expect, it } from 'vitest'
import { parseOptions } from '@/simulator/parse-options'

it('parses the command line', () => {
  expect(parseOptions([])).toEqual({
    port: 4566,
    functions: 40,
    active: null,
    load: 100,
    accounts: 1,
    seed: 1,
    hours: 24,
    nowMs: null,
    sinceMs: null,
    frozen: false,
    throttle: false,
    transactionSearch: [],
  })
  const nowMs = Date.parse('2026-11-24T12:00:00Z')
  expect(parseOptions(['--now', '2026-11-24T12:00:00Z', '--frozen'])).toMatchObject({ nowMs, frozen: true })
})

it.each([
  [['--now', 'noon'], '--now must be an ISO time'],
  [['--functions', '0'], 'between 1 and 2000'],
  [['--port', '70000'], '--port must be'],
  [['--colour'], 'Unknown option'],
])('refuses %j', (args, message) => {
  expect(() => parseOptions(args)).toThrow(message)
})

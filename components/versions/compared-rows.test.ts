import { expect, it } from 'vitest'
import { COMPARED_ROWS, changeWords, hourlyWords } from '@/components/versions/compared-rows'
import type { ComparedSide } from '@/lib/contracts/versions'

const HOUR = 3_600_000

const side = (hours: number, own: Partial<ComparedSide>): ComparedSide => ({
  ...{ qualifier: 'live', fromMs: 0, toMs: 24 * HOUR, countedToMs: hours * HOUR, reason: null },
  ...{ invocations: null, errors: null, throttles: null, logged: null, coldStarts: null },
  ...{ p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null, maxMemoryUsedMb: null, usdPerMillion: null },
  ...own,
})

function tell(label: string, first: ComparedSide, second: ComparedSide) {
  const row = COMPARED_ROWS.find((one) => one.label === label)
  if (row === undefined) throw new Error(`No row ${label}`)
  const sides = { first, second }
  return [hourlyWords(row, first, sides), hourlyWords(row, second, sides), changeWords(row, sides)]
}

it('tells counts of windows of unlike length by the hour, and compares those', () => {
  const [day, hour] = [side(24, { invocations: 2_400, errors: 0 }), side(1, { invocations: 150, errors: 1 })]
  expect(tell('Invocations', day, hour)).toEqual(['100 an hour', '150 an hour', '+50 %'])
  expect(tell('Errors', day, hour)).toEqual(['0 an hour', '1 an hour', '—'])
  expect(tell('Throttles', day, hour)).toEqual([null, null, '—'])
  expect(tell('Counted', day, hour)).toEqual([null, null, ''])
})

it('does not compare the highest values of windows of unlike length, but shares as they are', () => {
  const [day, hour] = [side(24, { maxMs: 900, p95Ms: 100 }), side(1, { maxMs: 300, p95Ms: 110 })]
  expect(tell('Longest', day, hour)).toEqual([null, null, '—'])
  expect(tell('Duration p95', day, hour)).toEqual([null, null, '+10 %'])
})

it('compares windows of one length as they are', () => {
  const [before, after] = [side(1, { invocations: 100, maxMs: 900 }), side(1, { invocations: 50, maxMs: 450 })]
  expect(tell('Invocations', before, after)).toEqual([null, null, '-50 %'])
  expect(tell('Longest', before, after)).toEqual([null, null, '-50 %'])
})

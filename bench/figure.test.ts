import { expect, it } from 'vitest'
import { explainBreach } from '@/bench/figure'

it.each([
  [10, 10, null],
  [10.1, 10, 'a is 10.1 s; its limit is 10 s'],
  [Number.NaN, 10, 'a is NaN s; its limit is 10 s'],
  [10, undefined, null],
])('judges %d against the limit %s', (value, atMost, expected) => {
  expect(explainBreach({ name: 'a', value, unit: 's', n: 1, ...(atMost === undefined ? {} : { atMost }) })).toBe(
    expected,
  )
})

it.each([
  [10, null],
  [9.9, 'a is 9.9 s; its limit is 10 s'],
  [Number.NaN, 'a is NaN s; its limit is 10 s'],
])('judges %d against the lower limit 10', (value, expected) => {
  expect(explainBreach({ name: 'a', value, unit: 's', n: 1, atLeast: 10 })).toBe(expected)
})

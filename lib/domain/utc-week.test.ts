import { expect, it } from 'vitest'
import { weekFrom, weekOf } from '@/lib/domain/utc-week'

it.each([
  ['1970-01-05T00:00:00Z', '1970-01-05', '1970-01-05'],
  ['1969-12-31T10:00:00Z', '1969-12-29', '1970-01-05'],
  ['2026-11-26T23:59:59Z', '2026-11-23', '2026-11-30'],
  ['2026-11-30T00:00:00Z', '2026-11-30', '2026-11-30'],
  ['2026-11-29T23:59:59.999Z', '2026-11-23', '2026-11-30'],
])('finds the Monday at %s', (at, begun, next) => {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  expect([weekOf(Date.parse(at)), weekFrom(Date.parse(at))].map(day)).toEqual([begun, next])
})

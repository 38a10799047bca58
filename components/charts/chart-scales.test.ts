import { expect, it } from 'vitest'
import { scaleLinear } from '@/components/charts/chart-scales'

it.each([
  { domain: [0, 40], range: [172, 6], value: 10, at: 130.5 },
  { domain: [0, 40], range: [172, 6], value: 40, at: 6 },
  { domain: [1_764_000_000_000, 1_764_003_600_000], range: [64, 700], value: 1_764_000_900_000, at: 223 },
  { domain: [0, 40], range: [172, 6], value: 80, at: -160 },
  { domain: [5, 5], range: [0, 100], value: 5, at: 50 },
  { domain: [0, 40], range: [172, 6], value: null, at: undefined },
  { domain: [0, 40], range: [172, 6], value: 'Tuesday', at: undefined },
] as const)('maps $value of $domain to $at of $range, as the scale of d3 does', ({ domain, range, value, at }) => {
  const scale = scaleLinear().domain(domain).range(range)
  expect(scale(value)).toBe(at)
  expect([scale.domain(), scale.range()]).toEqual([domain, range])
})

import { expect, it } from 'vitest'
import { describeScaling } from '@/lib/client/describe-scaling'

it('tells what a version was given, and what is in effect where that differs', () => {
  const one = { version: '3', min: 3, max: 15, appliedMin: 3, appliedMax: 15 }
  expect(describeScaling([{ ...one, appliedMax: 10 }, one])).toEqual([
    'version 3 · 3 to 15 environments · 3 to 10 in effect',
    'version 3 · 3 to 15 environments',
  ])
  expect(describeScaling([{ ...one, max: null, appliedMax: null }])).toEqual(['version 3 · 3 to — environments'])
  expect(describeScaling([])).toBeNull()
})

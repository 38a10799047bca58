import { expect, it } from 'vitest'
import { diffFields } from '@/lib/domain/diff-fields'

it('names what differs, with both states', () => {
  const before = { memory: 128, timeout: 3, vpc: null, weights: { '2': 0.1, '3': 0.2 }, other: 1 }
  const after = { memory: 256, timeout: 3, weights: { '3': 0.2, '2': 0.1 }, other: 2 }
  expect(diffFields(before, after, ['timeout', 'memory', 'vpc', 'weights'])).toEqual([
    { subject: 'memory', before: 128, after: 256 },
  ])
})

it('tells the order of a list, and a value from none', () => {
  expect(diffFields({ layers: ['a', 'b'], role: null }, { layers: ['b', 'a'], role: 'x' }, ['layers', 'role'])).toEqual(
    [
      { subject: 'layers', before: ['a', 'b'], after: ['b', 'a'] },
      { subject: 'role', before: null, after: 'x' },
    ],
  )
})

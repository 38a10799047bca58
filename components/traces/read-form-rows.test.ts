import { expect, it } from 'vitest'
import { FIRST_ROW, readFormRows } from '@/components/traces/read-form-rows'

it('reads an expression as lines, and nothing as a first one', () => {
  expect(readFormRows(' ').rows).toEqual([FIRST_ROW])
  expect(readFormRows('fault AND responsetime > 2').rows).toHaveLength(2)
})

it.each([
  ['fault AND', /cannot be read/],
  ['respontime > 2', /cannot be read/],
  ['fault OR error', /by AND alone/],
])('says why %s has no form', (text, reason) => {
  const read = readFormRows(text)
  expect(read.rows).toBeNull()
  expect(read.reason).toMatch(reason)
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { limitDepth } from '@/lib/domain/limit-depth'

it('makes JSON of any depth writable, and says where it was cut', () => {
  const deep: unknown = JSON.parse(`${'{"a":['.repeat(16_000)}1${']}'.repeat(16_000)}`)
  expect(() => JSON.stringify(deep)).toThrow(RangeError)
  expect(JSON.stringify(limitDepth(deep))).toContain('nested deeper than is shown')
})

it('leaves everything else as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect(JSON.stringify(limitDepth(value))).toBe(JSON.stringify(value))
    }),
  )
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { storableText } from '@/lib/domain/storable-text'
import { annotationFilter } from '@/lib/domain/traces/annotation-filter'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'

it.each([
  ['tier', 'gold', 'annotation[tier] = "gold"'],
  ['items', 3, 'annotation[items] = 3'],
  ['ColdStart', true, 'annotation[ColdStart] = true'],
  ['aws:api_stage', 'Prod', 'annotation[aws:api_stage] = "Prod"'],
  ['by-hand', 'a "b" \\', 'annotation["by-hand"] = "a \\"b\\" \\\\"'],
  ['a]b', 1, 'annotation["a]b"] = 1'],
  ['', 1, null],
  ['long', 'x'.repeat(2_000), `annotation[long] = "${'x'.repeat(2_000)}"`],
  ['long', 'x'.repeat(2_001), null],
  ['list', [1], null],
  ['none', null, null],
])('of %s and %j is %s', (key, value, expected) => {
  expect(annotationFilter(key, value)).toBe(expected)
})

it('is read back to the same key and value', () => {
  const special = fc.constantFrom(']', '"', "'", '\\', ' ', '\n', '[', '\0', '\ud800', 'a')
  const text = fc.oneof(
    fc.string(),
    fc.array(special).map((parts) => parts.join('')),
  )
  const key = text.filter((one) => one !== '')
  const value = fc.oneof(
    text,
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
  )
  fc.assert(
    fc.property(key, value, (name, given) => {
      const { filter } = parseFilterExpression(annotationFilter(name, given) ?? '')
      const kept = typeof given === 'string' ? storableText(given) : given
      expect(filter).toEqual({ kind: 'annotation', key: storableText(name), test: { operator: '=', value: kept } })
    }),
  )
})

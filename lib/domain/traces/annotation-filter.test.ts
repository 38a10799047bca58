import fc from 'fast-check'
import { expect, it } from 'vitest'
import { annotationFilter } from '@/lib/domain/traces/annotation-filter'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'

it.each([
  ['tier', 'gold', 'annotation[tier] = "gold"'],
  ['items', 3, 'annotation[items] = 3'],
  ['ColdStart', true, 'annotation[ColdStart] = true'],
  ['aws:api_stage', 'Prod', 'annotation[aws:api_stage] = "Prod"'],
  ['by-hand', 'a "b" \\', 'annotation["by-hand"] = "a \\"b\\" \\\\"'],
  ['list', [1], null],
  ['none', null, null],
])('of %s and %j is %s', (key, value, expected) => {
  expect(annotationFilter(key, value)).toBe(expected)
})

it('is read back to the same key and value', () => {
  const key = fc.stringMatching(/^[\w.:-]{1,20}$/)
  const value = fc.oneof(
    fc.string().filter((text) => !/[\n\r\u2028\u2029]/.test(text)),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
  )
  fc.assert(
    fc.property(key, value, (name, given) => {
      const { filter } = parseFilterExpression(annotationFilter(name, given) ?? '')
      expect(filter).toEqual({ kind: 'annotation', key: name, test: { operator: '=', value: given } })
    }),
  )
})

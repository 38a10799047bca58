import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseFilterExpression } from '@/lib/domain/filter-expression'
import { annotationFilter } from '@/lib/domain/traces/annotation-filter'

it.each([
  ['tier', 'gold', 'annotation[tier] = "gold"'],
  ['items', 3, 'annotation[items] = 3'],
  ['ColdStart', true, 'annotation[ColdStart] = true'],
  ['aws:api_stage', 'Prod', 'annotation[aws:api_stage] = "Prod"'],
  ['7', 'a "b" \\', 'annotation["7"] = "a \\"b\\" \\\\"'],
  ['list', [1], null],
  ['none', null, null],
])('of %s and %j is %s', (key, value, expected) => {
  expect(annotationFilter(key, value)).toBe(expected)
})

it('is read back to the same key and value', () => {
  // A filter stands on one line of a URL; keys and values of X-Ray hold no line breaks.
  const line = fc.string().filter((text) => !/[\n\r\u2028\u2029]/.test(text))
  const value = fc.oneof(
    line,
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
  )
  fc.assert(
    fc.property(line, value, (key, given) => {
      const { filter } = parseFilterExpression(annotationFilter(key, given) ?? '')
      expect(filter).toEqual({ kind: 'annotation', key, operator: '=', value: given })
    }),
  )
})

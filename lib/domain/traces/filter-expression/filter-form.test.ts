import { describe, expect, it } from 'vitest'
import { filterOfForm, formOfFilter } from '@/lib/domain/traces/filter-expression/filter-form'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'

const formOf = (text: string) => {
  const { filter } = parseFilterExpression(text)
  return filter === null ? null : formOfFilter(filter)
}

describe('a filter as a form', () => {
  it.each([
    'fault AND !partial',
    'responsetime > 2.5 AND http.status != 200',
    'http.url CONTAINS "/orders" AND service("orders-api") AND !service("billing")',
    'annotation[tier] = "gold" AND annotation[items] >= 3 AND annotation[ColdStart] = true',
    'annotation[tier] BEGINSWITH "17"',
    'user = "alice" AND name = "shop/prod"',
  ])('is %s and back', (text) => {
    const filter = filterOfForm(formOf(text) ?? [])
    expect(filter && writeFilterExpression(filter)).toBe(text)
  })

  it.each(['fault OR error', 'service("a") { fault }', '!(fault AND error)', 'http.url', 'annotation[x] = "17"'])(
    'cannot say %s',
    (text) => expect(formOf(text)).toBeNull(),
  )

  it('says nothing while a line is not finished', () => {
    expect(filterOfForm([{ field: 'duration', key: '', operator: '>', value: 'long' }])).toBeNull()
    expect(filterOfForm([{ field: 'annotation', key: '', operator: '=', value: 'x' }])).toBeNull()
    expect(filterOfForm([])).toBeNull()
  })
})

import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { FigureTable } from '@/components/ui/figure-table'

const COLUMNS = [{ label: 'Name' }, { label: 'Cost', number: true }]

function markupOf(count: number, query: string): string {
  const rows = Array.from({ length: count }, (_, index) => {
    return { key: `${index}`, cells: [`row ${index}`, index], values: [`row ${index}`, index] }
  })
  const table = createElement(FigureTable, { label: 'Costs', columns: COLUMNS, rows, orderParam: 'costOrder' })
  return renderToStaticMarkup(createElement(SearchParamsContext.Provider, { value: new URLSearchParams(query) }, table))
}

it('stands in the order of the URL, and says so', () => {
  const markup = markupOf(3, 'costOrder=-cost')
  expect([...markup.matchAll(/row \d/g)].map(String)).toEqual(['row 2', 'row 1', 'row 0'])
  expect(markup).toContain('aria-sort="descending"')
  expect([...markupOf(3, '').matchAll(/row \d/g)].map(String)).toEqual(['row 0', 'row 1', 'row 2'])
})

it('draws of many rows only those that may be on the screen', () => {
  expect([...markupOf(99, '').matchAll(/row \d/g)]).toHaveLength(99)
  const markup = markupOf(200, '')
  expect([...markup.matchAll(/row \d/g)].length).toBeLessThan(80)
  expect(markup).toContain('aria-rowcount="201"')
})

it('puts of many rows only those that may be on the screen into words', () => {
  let made = 0
  const rows = Array.from({ length: 20_000 }, (_, index) => ({
    key: `${index}`,
    cells: () => {
      made += 1
      return [`row ${index}`, index]
    },
  }))
  const table = createElement(FigureTable, { label: 'Costs', columns: COLUMNS, rows })
  const markup = renderToStaticMarkup(
    createElement(SearchParamsContext.Provider, { value: new URLSearchParams() }, table),
  )
  expect(markup).toContain('row 0')
  expect(made).toBeLessThan(80)
})

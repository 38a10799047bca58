import { expect, it } from 'vitest'
import { nextOrder, orderRows, readOrder } from '@/components/ui/figure-order'

const COLUMNS = [{ label: 'Version' }, { label: 'Error rate', number: true }, { label: 'p95', number: true }]
const rows = (...all: [string, number | null][]) => all.map(([key, figure]) => ({ key, values: [key, figure] }))
const keysIn = (text: string | null, all: ReturnType<typeof rows>) =>
  orderRows(all, readOrder(text, COLUMNS)).map(({ key }) => key)

it('orders by what the URL names, what is not known last either way', () => {
  const all = rows(['2', 0.5], ['10', null], ['9', 0.1], ['$LATEST', 0.5])
  expect(keysIn('error-rate', all)).toEqual(['9', '2', '$LATEST', '10'])
  expect(keysIn('-error-rate', all)).toEqual(['2', '$LATEST', '9', '10'])
  expect(keysIn('version', all)).toEqual(['$LATEST', '2', '9', '10'])
})

it('leaves the rows as they were given where nothing or nonsense is asked', () => {
  const all = rows(['2', 1], ['1', 2])
  expect(keysIn(null, all)).toEqual(['2', '1'])
  expect(keysIn('-nonsense', all)).toEqual(['2', '1'])
})

it('goes from the highest figure or the first word to the other way, and back to what was given', () => {
  const press = (text: string | null, index: number) => nextOrder(readOrder(text, COLUMNS), index, COLUMNS)
  expect([press(null, 1), press('-error-rate', 1), press('error-rate', 1)]).toEqual(['-error-rate', 'error-rate', null])
  expect([press(null, 0), press('version', 0), press('-version', 0)]).toEqual(['version', '-version', null])
  expect(press('version', 2)).toBe('-p95')
})

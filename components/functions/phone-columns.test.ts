import { expect, it } from 'vitest'
import { FUNCTION_COLUMNS } from '@/components/functions/function-columns'
import { phoneClassOf, phoneColumns } from '@/components/functions/phone-columns'

const shown = (sort: string) => FUNCTION_COLUMNS.map(({ id }) => id).filter(phoneColumns(sort))

it('shows on a phone whatever the table is ordered by', () => {
  for (const { id } of FUNCTION_COLUMNS) expect(shown(id)).toContain(id)
})

it('leaves room for the name beside it', () => {
  expect(shown('invocations')).toEqual(['name', 'invocations', 'errors', 'p95'])
  expect(shown('throttles')).toEqual(['name', 'invocations', 'throttles'])
  expect(shown('no such column')).toEqual(['name', 'invocations'])
  expect(phoneClassOf('cost', phoneColumns('throttles'))).toBe('max-sm:hidden')
  expect(phoneClassOf('cost', phoneColumns('cost'))).toContain('max-sm:w-')
})

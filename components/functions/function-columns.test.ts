import { expect, it } from 'vitest'
import { readHidden, writeColumns } from '@/components/functions/column-choice'
import { FUNCTION_COLUMNS } from '@/components/functions/function-columns'

it('says in the list of functions what its cost leaves out and Cost counts', () => {
  const help = FUNCTION_COLUMNS.find(({ id }) => id === 'cost')?.help
  for (const part of ['on demand', 'provisioned concurrency', 'ephemeral storage', 'restored snapshots']) {
    expect(help).toContain(part)
  }
})

it('reads in the URL the columns that it wrote there, also when all are shown or none', () => {
  const all = FUNCTION_COLUMNS.flatMap(({ id }) => (id === 'name' ? [] : [id]))
  for (const hidden of [[], all, ['region', 'cost'] as const]) expect(readHidden(writeColumns(hidden))).toEqual(hidden)
  expect(writeColumns(readHidden(null))).toBeNull()
})

it('divides cold starts by the invocations of the same log lines, which may be read further than the counts', () => {
  const column = FUNCTION_COLUMNS.find(({ id }) => id === 'cold')
  const item = { invocations: 17, loggedInvocations: 20, coldStarts: 18 } as never
  expect(column?.sortBy(item)).toBe(0.9)
  expect(column?.cell?.(item)).toMatchObject({ text: '90 %', exact: '18 of 20 report lines' })
})

it('names a container image as its filter does, and no runtime of what the listing did not name', () => {
  const column = FUNCTION_COLUMNS.find(({ id }) => id === 'runtime')
  const textOf = (item: object) => column?.cell?.(item as never).text
  expect(textOf({ runtime: null, inferred: false })).toBe('container image')
  expect(textOf({ runtime: null, inferred: true })).toBe('—')
})

it('names the aliases of a function, and counts its versions', () => {
  const column = FUNCTION_COLUMNS.find(({ id }) => id === 'qualifiers')
  const textOf = (aliases: string[], versions: number) => column?.cell?.({ aliases, versions } as never).text
  expect(textOf(['canary', 'live'], 12)).toBe('canary, live, 12 versions')
  expect(textOf([], 1)).toBe('1 version')
  expect(textOf([], 0)).toBe('$LATEST')
})

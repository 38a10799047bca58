import { expect, it } from 'vitest'
import { findInPalette } from '@/components/frame/find-in-palette'

const place = { region: 'eu-west-1', accountId: '111122223333' }
const ITEMS = [
  { name: 'orders-api', ...place, aliases: ['live', 'canary'] },
  { name: 'reorders', ...place, aliases: [] },
  { name: 'orders', ...place, region: 'us-east-1', aliases: [] },
]
type Options = Partial<Parameters<typeof findInPalette>[2]>
const labels = (text: string, options: Options = {}) =>
  findInPalette(ITEMS, text, { most: 10, scope: [], current: null, ...options }).map(
    ({ name, alias, tab, region }) => `${name}${alias ? `:${alias}` : ''}${tab ? ` · ${tab.label}` : ''} ${region}`,
  )

it('names that begin with the text come first, shorter ones before longer ones', () => {
  expect(labels('orders')).toEqual(['orders us-east-1', 'orders-api eu-west-1', 'reorders eu-west-1'])
})

it('an alias is found by its name, alone or after the function’s', () => {
  expect(labels('canary')).toEqual(['orders-api:canary eu-west-1'])
  expect(labels('orders-api:li')).toEqual(['orders-api:live eu-west-1'])
})

it('every word has to be found, in the name or the place', () => {
  expect(labels('orders us-east')).toEqual(['orders us-east-1'])
  expect(labels('orders ap-south')).toEqual([])
})

it('gives no more than was asked for, and functions alone when nothing is typed', () => {
  expect(labels('', { most: 2 })).toEqual(['orders us-east-1', 'reorders eu-west-1'])
})

it('a tab is found by the beginning of its name, of the functions that the other words name', () => {
  expect(labels('reorders perf')).toEqual(['reorders · Performance eu-west-1'])
  expect(labels('live versions')).toEqual(['orders-api:live · Versions eu-west-1'])
  expect(labels('versions', { current: 'reorders' })[0]).toBe('reorders · Versions eu-west-1')
})

it('what lies in the scope comes first, and the rest says that it lies outside', () => {
  const found = findInPalette(ITEMS, 'orders', { most: 10, scope: [place], current: null })
  expect(found.map(({ name, isOutside }) => [name, isOutside])).toEqual([
    ['orders-api', false],
    ['reorders', false],
    ['orders', true],
  ])
})

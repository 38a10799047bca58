import { expect, it } from 'vitest'
import { findInPalette } from '@/components/frame/find-in-palette'

const place = { region: 'eu-west-1', accountId: '111122223333' }
const ITEMS = [
  { name: 'orders-api', ...place, aliases: ['live', 'canary'] },
  { name: 'reorders', ...place, aliases: [] },
  { name: 'orders', ...place, region: 'us-east-1', aliases: [] },
]
const labels = (text: string, most = 10) =>
  findInPalette(ITEMS, text, most).map(({ name, alias, region }) => `${name}${alias ? `:${alias}` : ''} ${region}`)

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
  expect(labels('', 2)).toEqual(['orders us-east-1', 'reorders eu-west-1'])
})

import { expect, it } from 'vitest'
import { changeUrl } from '@/lib/domain/console-changes'

const of = (kind: string, subject = '', after: unknown = 1) =>
  changeUrl({ region: 'eu-west-1', functionName: 'orders', kind, subject, after })?.split('#')[1] ?? null

it('leads to what was changed, as it is now', () => {
  expect(of('version', '7')).toBe('/functions/orders/versions/7')
  expect(of('version', '7', null)).toBe('/functions/orders')
  expect(of('alias', 'live')).toBe('/functions/orders/aliases/live')
  expect(of('configuration', 'memory_mb')).toBe('/functions/orders?tab=configure&subtab=general')
  expect(of('mapping', 'arn')).toBe('/functions/orders?tab=configure&subtab=triggers')
  expect(of('code')).toBe('/functions/orders')
})

it('leads nowhere for what is gone', () => {
  expect([of('deleted'), of('issue', 'KeyError')]).toEqual([null, null])
})

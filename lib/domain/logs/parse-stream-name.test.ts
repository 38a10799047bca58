import { expect, it } from 'vitest'
import { parseStreamName } from '@/lib/domain/logs/parse-stream-name'

const ID = '22be53a8c0e14ddf9b1e1d7e9b1c1e1f'

it.each([
  [`2026/10/08/[$LATEST]${ID}`, { functionName: null, version: '$LATEST', environmentId: ID, startedOn: '2026-10-08' }],
  [`2026/10/08/[72]${ID}`, { functionName: null, version: '72', environmentId: ID, startedOn: '2026-10-08' }],
  [`2026/10/08/tenner-notifier[$LATEST]${ID}`, { functionName: 'tenner-notifier', version: '$LATEST' }],
  [`2026/10/08/orders_api[7][${ID}]`, { functionName: 'orders_api', version: '7', environmentId: ID }],
  [`2026/10/08/[$LATEST.PUBLISHED]${ID}`, { version: '$LATEST.PUBLISHED' }],
])('reads %s', (name, expected) => {
  expect(parseStreamName(name)).toMatchObject(expected)
})

it.each(['', 'my-own-stream', '2026/10/08/orders', `2026/10/08/[live]${ID}`])('leaves %j alone', (name) => {
  expect(parseStreamName(name)).toBeNull()
})

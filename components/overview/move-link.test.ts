import { expect, it } from 'vitest'
import { moveLink } from '@/components/overview/move-link'
import { withQuery } from '@/lib/client/view-params'

it('throttles lead to what refused them, cost to what was dearest', () => {
  expect(moveLink('throttles', 'orders').to).toBe('/functions/orders/concurrency')
  expect(moveLink('costUsd', 'orders').to).toBe('/functions/orders#dearest')
  expect(moveLink('errors', 'orders').params).toEqual({ result: 'failed' })
})

it('the shared parameters stand before a fragment', () => {
  expect(withQuery('/functions/orders#dearest', 'range=3h')).toBe('/functions/orders?range=3h#dearest')
  expect(withQuery('/functions/orders#dearest', '')).toBe('/functions/orders#dearest')
})

import { expect, it } from 'vitest'
import { issueMessage } from '@/lib/client/issue-message'

const functions = [{ functionName: 'orders', accountId: '111122223333', region: 'eu-west-1', count: 1 }]

it('time-outs are named by their function, whatever is known of their last words', () => {
  const timeout = { class: 'timeout' as const, message: '', functions }
  expect(issueMessage({ ...timeout, example: 'Task timed out after 6.00 seconds' })).toBe('orders')
  expect(issueMessage({ ...timeout, example: null })).toBe('orders')
})

it('errors are named by their shape, or by an example', () => {
  expect(issueMessage({ class: 'error', message: 'order # is bad', example: 'order 1 is bad', functions })).toBe(
    'order # is bad',
  )
  expect(issueMessage({ class: 'error', message: '', example: 'one\ntwo', functions })).toBe('one')
})

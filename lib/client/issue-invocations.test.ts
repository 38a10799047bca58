import { expect, it } from 'vitest'
import { issueInvocations } from '@/lib/client/issue-invocations'

it('an issue leads to the invocations of its function, class and error type, in the stretch that is asked for', () => {
  const fn = { functionName: 'orders', accountId: '111122223333', region: 'eu-west-1' }
  expect(issueInvocations({ class: 'error', type: 'KeyError' }, fn, { window: '1000-2000' })).toEqual({
    to: '/functions/orders/invocations',
    params: {
      ...{ accountId: '111122223333', region: 'eu-west-1' },
      ...{ result: 'error', errorType: 'KeyError', window: '1000-2000' },
    },
  })
})

import { expect, it } from 'vitest'
import { readChoice } from '@/components/invocations/read-choice'
import { issueInvocations } from '@/lib/client/issue-invocations'

it('an issue leads to the invocations of its function, class and error type, in the stretch that is asked for', () => {
  const fn = { functionName: 'orders', accountId: '111122223333', region: 'eu-west-1' }
  const { to, params } = issueInvocations({ class: 'error', type: 'KeyError' }, fn, { window: '1000-2000' })
  expect(to).toBe('/functions/orders/invocations')
  const asked = readChoice(new URLSearchParams(Object.entries(params).map(([name, value]) => [name, value ?? ''])))
  expect(asked).toMatchObject({ result: 'error', errorType: 'KeyError', range: { fromMs: 1000, toMs: 2000 } })
  expect(params).toMatchObject({ accountId: '111122223333', region: 'eu-west-1' })
})

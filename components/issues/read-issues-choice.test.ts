import { expect, it } from 'vitest'
import { readIssuesChoice } from '@/components/issues/read-issues-choice'
import { issuesRequest } from '@/lib/client/issues-options'

const asked = (text: string) => issuesRequest(readIssuesChoice(new URLSearchParams(text)), 0, 1)

it('asks for the issues of a qualifier by the place of its function, which tells namesakes apart', () => {
  expect(asked('functionName=cart-api&scope=111122223333/eu-west-1&qualifier=live')).toMatchObject({
    ...{ functionName: 'cart-api', qualifier: 'live', accountId: '111122223333', region: 'eu-west-1' },
    places: '111122223333/eu-west-1',
  })
})

it('leaves out a qualifier of no function', () => {
  expect(asked('qualifier=live')).not.toHaveProperty('qualifier')
})

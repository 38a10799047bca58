import { expect, it } from 'vitest'
import { consolePageOf } from '@/lib/domain/traces/console-page-of'

const place = { accountId: '111122223333', region: 'eu-west-1' }
const span = { functionName: null, aws: null, document: {} }

it.each([
  [
    'a function by its ARN',
    { document: { resource_arn: 'arn:aws:lambda:us-east-1:1:function:orders' } },
    /us-east-1.*functions\/orders$/,
  ],
  ['a function by its name', { functionName: 'orders' }, /eu-west-1\.console.*functions\/orders$/],
  ['a table', { aws: { table_name: 'orders', region: 'us-east-1' } }, /us-east-1.*dynamodbv2.*name=orders/],
  [
    'a queue',
    { aws: { queue_url: 'https://sqs.eu-west-1.amazonaws.com/444455556666/emails' } },
    /sqs.*444455556666%2Femails$/,
  ],
  ['a topic', { aws: { topic_arn: 'arn:aws:sns:eu-west-1:1:news' } }, /sns.*news$/],
])('leads to %s', (_what, said, expected) => {
  expect(consolePageOf({ ...span, ...said }, place)).toMatch(expected)
})

it('leads nowhere from what has no page', () => {
  expect(consolePageOf(span, place)).toBeNull()
  expect(consolePageOf({ ...span, aws: { queue_url: 'nonsense', bucket_name: 'b' } }, place)).toBeNull()
})

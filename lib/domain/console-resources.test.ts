import { expect, it } from 'vitest'
import { resourceUrl } from '@/lib/domain/console-resources'

const of = (service: string, name: string, region = 'eu-west-1') =>
  resourceUrl(`arn:aws:${service}:${region}:123:${name}`)
const home = 'https://eu-west-1.console.aws.amazon.com'

it('leads to what sends events to functions and takes their results', () => {
  expect(of('sqs', 'orders')).toBe(
    `${home}/sqs/v3/home?region=eu-west-1#/queues/https%3A%2F%2Fsqs.eu-west-1.amazonaws.com%2F123%2Forders`,
  )
  expect(of('sns', 'news')).toBe(`${home}/sns/v3/home?region=eu-west-1#/topic/arn:aws:sns:eu-west-1:123:news`)
  expect(of('dynamodb', 'table/carts/stream/2026')).toBe(
    `${home}/dynamodbv2/home?region=eu-west-1#table?name=carts&tab=streams`,
  )
  expect(of('kinesis', 'stream/clicks')).toBe(
    `${home}/kinesis/home?region=eu-west-1#/streams/details/clicks/monitoring`,
  )
  for (const what of ['sqs:a', 'dynamodb:table/a', 'lambda:function:a']) {
    expect(resourceUrl(`arn:aws:${what.replace(':', ':eu-west-1:123:')}\ud800`)).toContain('a%EF%BF%BD')
  }
  expect(of('lambda', 'function:pay:live')).toBe(`${home}/lambda/home?region=eu-west-1#/functions/pay`)
  expect(of('sqs', 'orders', 'cn-north-1')).toMatch(
    /^https:\/\/cn-north-1\.console\.amazonaws\.cn\/.*amazonaws\.com\.cn/,
  )
})

it('leads nowhere for what it knows no page of', () => {
  expect(resourceUrl('arn:aws:s3:::bucket')).toBeNull()
  expect(of('kafka', 'cluster/a')).toBeNull()
  expect(resourceUrl('self-managed')).toBeNull()
  for (const service of ['constructor', 'toString', '__proto__']) expect(of(service, 'a')).toBeNull()
})

import { expect, it } from 'vitest'
import { buildTraceGraph } from '@/lib/domain/traces/build-trace-graph'
import { describeService } from '@/lib/domain/traces/describe-service'
import { parseSegments } from '@/lib/domain/traces/parse-segment'

function serviceOf(name: string, aws: object = {}) {
  const [call] = parseSegments([{ id: 'c', name, namespace: 'aws', type: 'subsegment', start_time: 1, aws }])
  return call && describeService(call)
}

it('is the same service whichever SDK names it', () => {
  const table = { name: 'orders', type: 'AWS::DynamoDB::Table' }
  for (const name of ['DynamoDB', 'dynamodb']) expect(serviceOf(name, { table_name: 'orders' })).toEqual(table)
  for (const name of ['Events', 'events', 'EventBridge']) {
    expect(serviceOf(name)).toEqual({ name: 'Events', type: 'AWS::Events' })
  }
  for (const name of ['Lambda', 'lambda']) {
    expect(serviceOf(name, { function_name: 'fn' })).toEqual({ name: 'fn', type: 'AWS::Lambda' })
  }
  for (const name of ['S3', 's3']) {
    expect(serviceOf(name, { bucket_name: 'b' })).toEqual({ name: 'b', type: 'AWS::S3::Bucket' })
    expect(serviceOf(name)).toEqual({ name: 'S3', type: 'AWS::S3' })
  }
  expect([serviceOf('sqs')?.type, serviceOf('sns')?.type]).toEqual(['AWS::SQS', 'AWS::SNS'])
  expect(serviceOf('Secrets Manager')).toEqual({ name: 'Secrets Manager', type: 'AWS::SecretsManager' })
})

it('stands a bus between source and target for the SDK for Python too', () => {
  const put = {
    id: 'put',
    name: 'events',
    namespace: 'aws',
    start_time: 1,
    end_time: 2,
    aws: { operation: 'PutEvents' },
  }
  const { nodes, edges } = buildTraceGraph([
    {
      id: '1-6a507b87-0cc4438344b48ef127ab1931',
      documents: parseSegments([
        { id: 'a', name: 'fn', origin: 'AWS::Lambda::Function', start_time: 0, end_time: 3, subsegments: [put] },
        { id: 'b', name: 'target', origin: 'AWS::Lambda', parent_id: 'put', start_time: 5, end_time: 6 },
      ]),
    },
  ])
  const nameOf = new Map(nodes.map(({ id, name, type }) => [id, `${type} ${name}`]))
  expect(edges.map(({ from, to, kind }) => `${nameOf.get(from)} > ${nameOf.get(to)} ${kind}`)).toEqual([
    'AWS::Events Events > AWS::Lambda target link',
    'AWS::Lambda::Function fn > AWS::Events Events call',
    'client fn > AWS::Lambda::Function fn call',
  ])
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeMapping, onFailureOf, publishesEventCounts } from '@/lib/domain/triggers/describe-mapping'

const STREAM = {
  BatchSize: 100,
  MaximumBatchingWindowInSeconds: 5,
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 2,
  StartingPosition: 'LATEST',
  BisectBatchOnFunctionError: true,
  FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }, {}] },
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:1:late' } },
  MetricsConfig: { Metrics: ['EventCount'] },
}

it('says how a stream is read', () => {
  expect(describeMapping(STREAM)).toEqual([
    { name: 'Batch size', value: '100' },
    { name: 'Batches per shard', value: '2' },
    { name: 'Retries', value: 'no limit' },
    { name: 'Batching window', value: '5 s' },
    { name: 'Maximum record age', value: 'no limit' },
    { name: 'Starting position', value: 'LATEST' },
    { name: 'Filters', value: '{"eventName":["INSERT"]} or a pattern that is encrypted' },
    { name: 'On error', value: 'the batch is split in two' },
  ])
  expect(onFailureOf(STREAM)).toBe('arn:aws:sqs:eu-west-1:1:late')
  expect(publishesEventCounts(STREAM)).toBe(true)
})

it('says how a queue is read, and that its events are not counted', () => {
  const queue = {
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 0,
    ScalingConfig: { MaximumConcurrency: 20 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  }
  expect(describeMapping(queue).map(({ name }) => name)).toEqual([
    'Batch size',
    'Maximum concurrency',
    'Partial batches',
  ])
  expect(onFailureOf(queue)).toBeNull()
  expect(publishesEventCounts(queue)).toBe(false)
})

it('lives with any description', () => {
  fc.assert(
    fc.property(fc.anything(), (configuration) => {
      for (const { name, value } of describeMapping(configuration))
        expect([typeof name, typeof value]).toEqual(['string', 'string'])
      onFailureOf(configuration)
      publishesEventCounts(configuration)
    }),
  )
})

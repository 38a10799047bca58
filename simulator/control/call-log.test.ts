import { expect, it } from 'vitest'
import { CallLog } from '@/simulator/control/call-log'
import { findOperation } from '@/simulator/wire/operation'

it('counts calls by operation and region, and those that ask again what was asked before', () => {
  const operation = findOperation('logs', 'FilterLogEvents')
  if (operation === null) throw new Error('FilterLogEvents is not in the model')
  const log = new CallLog()
  log.record(operation, 'eu-west-1', { logGroupName: 'a', startTime: 1 })
  log.record(operation, 'eu-west-1', { logGroupName: 'a', startTime: 1, nextToken: 't' })
  log.record(operation, 'us-east-1', { logGroupName: 'a', startTime: 1 })
  log.record(operation, 'eu-west-1', { logGroupName: 'a', startTime: 1 })
  const common = { service: 'logs', operation: 'FilterLogEvents' }
  expect(log.list()).toEqual([
    { region: 'eu-west-1', ...common, calls: 3, repeated: 1 },
    { region: 'us-east-1', ...common, calls: 1, repeated: 0 },
  ])
  log.clear()
  expect(log.list()).toEqual([])
})

it('counts a call that asks for a metric which another has asked for in the same window', () => {
  const operation = findOperation('cloudwatch', 'GetMetricData')
  if (operation === null) throw new Error('GetMetricData is not in the model')
  const log = new CallLog()
  const ask = (EndTime: number, ...names: string[]) => {
    const MetricDataQueries = names.map((MetricName, at) => ({ Id: `m${at}`, MetricStat: { Metric: { MetricName } } }))
    log.record(operation, 'eu-west-1', { StartTime: 0, EndTime, MetricDataQueries })
    return log.list()[0]?.repeated
  }
  expect(ask(1, 'Errors', 'Throttles')).toBe(0)
  expect(ask(1, 'Invocations')).toBe(0)
  expect(ask(1, 'Duration', 'Throttles')).toBe(1)
  expect(ask(2, 'Throttles')).toBe(1)
})

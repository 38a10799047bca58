import { expect, it } from 'vitest'
import type { FleetFunction, Invocation, Throttle, World } from '@/simulator/fleet/types'
import { computeStatistic } from '@/simulator/metrics/compute-statistic'
import { MetricStore } from '@/simulator/metrics/metric-store'

const region = 'eu-west-1'
const startMs = Date.parse('2026-11-24T12:00:00Z')
const minuteMs = 60_000

const fn: FleetFunction = {
  accountId: '123456789012',
  region,
  name: 'orders',
  configuration: {},
  versions: [],
  aliases: [
    { name: 'live', version: '7', weights: { 8: 0.1 }, description: '' },
    { name: 'prod', version: '6', weights: {}, description: '' },
  ],
  reservedConcurrency: null,
  provisioned: [
    { qualifier: 'prod', requested: 4, allocated: 4, available: 4, status: 'READY', lastModifiedMs: startMs },
  ],
  scaling: [],
  policies: [],
  eventInvokeConfigs: [],
  urls: [],
  tags: {},
  recursiveLoop: 'Terminate',
  updateRuntimeOn: 'Auto',
  runtimeVersionArn: null,
  eventSourceMappings: [
    { UUID: 'counted', EventSourceArn: 'arn:aws:sqs:eu-west-1:1:q', MetricsConfig: { Metrics: ['EventCount'] } },
    { UUID: 'uncounted', EventSourceArn: 'arn:aws:sqs:eu-west-1:1:q' },
  ],
}

function call(atMs: number, durationMs: number, more: Partial<Invocation> = {}): Invocation {
  return {
    id: 1,
    region,
    functionName: 'orders',
    qualifier: null,
    executedVersion: '$LATEST',
    requestId: 'r',
    attempt: 0,
    startMs: startMs + atMs,
    endMs: startMs + atMs + Math.ceil(durationMs),
    initStartMs: null,
    initMs: null,
    restoreMs: null,
    billedRestoreMs: null,
    initializationType: 'on-demand',
    coldStart: false,
    durationMs,
    billedMs: Math.ceil(durationMs),
    memoryMb: 128,
    maxMemoryUsedMb: 64,
    result: 'success',
    errorType: null,
    environment: 'e',
    traceId: null,
    provisioned: false,
    spillover: false,
    asyncAgeMs: null,
    slowTable: null,
    ...more,
  }
}

/** A world of one function; `walks` counts how often its invocations were read. */
function createTinyWorld(calls: Invocation[], throttles: Throttle[] = []) {
  const state = { nowMs: startMs, walks: 0 }
  const world: World = {
    seed: 1,
    accountId: fn.accountId,
    regions: [region],
    startMs,
    transactionSearch: [],
    get nowMs() {
      return state.nowMs
    },
    advanceTo: (atMs) => {
      state.nowMs = atMs
    },
    functions: () => [fn],
    changes: () => [],
    invocations: (_region, _name, fromMs, toMs) => {
      state.walks += 1
      return calls.filter((one) => one.startMs >= fromMs && one.startMs < toMs && one.startMs <= state.nowMs)
    },
    throttles: (_region, _name, fromMs, toMs) => throttles.filter(({ atMs }) => atMs >= fromMs && atMs < toMs),
    asyncOutcomes: () => [],
    concurrency: () => ({
      account: 5,
      unreserved: 3,
      claimed: 9,
      byFunction: new Map([
        ['orders', { all: 3, byQualifier: new Map([['$LATEST', 2]]), provisionedInUse: new Map([['prod', 1]]) }],
      ]),
    }),
    logGroups: () => [],
    logEvents: () => [],
    traces: () => [],
    trace: () => [],
  }
  return { world, state, store: new MetricStore(world) }
}

function read(store: MetricStore, metric: string, dimensions: Record<string, string>, statistic = 'Sum', atMs = 0) {
  const range = { fromMs: startMs, toMs: startMs + 10 * minuteMs }
  const samples = store.openReader(region, metric, new Map(Object.entries(dimensions)), range)?.(startMs + atMs)
  return samples ? computeStatistic([samples], statistic) : null
}

const orders = { FunctionName: 'orders' }

it('re-states the point of a minute when a long invocation that started in it ends', () => {
  const { world, store } = createTinyWorld([call(5_000, 100), call(10_000, 290_000, { result: 'timeout' })])
  world.advanceTo(startMs + 2 * minuteMs)
  expect(read(store, 'Invocations', orders)).toBe(1)
  expect(read(store, 'Errors', orders)).toBe(0)
  world.advanceTo(startMs + 5 * minuteMs)
  expect(read(store, 'Invocations', orders)).toBe(2)
  expect(read(store, 'Errors', orders)).toBe(1)
  expect(read(store, 'Duration', orders, 'Maximum')).toBe(290_000)
  expect(read(store, 'Invocations', orders, 'Sum', 4 * minuteMs)).toBeNull()
})

it('walks the invocations of closed minutes once', () => {
  const { world, state, store } = createTinyWorld([call(5_000, 100)])
  world.advanceTo(startMs + 10 * minuteMs)
  for (const metric of ['Invocations', 'Errors', 'Duration']) read(store, metric, orders)
  expect(state.walks).toBe(1)
  world.advanceTo(startMs + 11 * minuteMs)
  read(store, 'Invocations', orders)
  expect(state.walks).toBe(1)
})

it('counts a call on its own route and, for weighted aliases, on the version that ran', () => {
  const { world, store } = createTinyWorld([
    call(1_000, 1),
    call(2_000, 1, { qualifier: 'live', executedVersion: '7' }),
    call(3_000, 1, { qualifier: 'live', executedVersion: '8' }),
    call(4_000, 1, { qualifier: 'prod', executedVersion: '6' }),
    call(5_000, 1, { qualifier: '5', executedVersion: '5' }),
  ])
  world.advanceTo(startMs + 3 * minuteMs)
  const at = (dimensions: Record<string, string>) => read(store, 'Invocations', dimensions)
  expect(at({})).toBe(5)
  expect(at(orders)).toBe(5)
  expect(at({ ...orders, Resource: 'orders' })).toBe(1)
  expect(at({ ...orders, Resource: 'orders:live' })).toBe(2)
  expect(at({ ...orders, Resource: 'orders:live', ExecutedVersion: '8' })).toBe(1)
  expect(at({ ...orders, Resource: 'orders:prod' })).toBe(1)
  expect(at({ ...orders, Resource: 'orders:5' })).toBe(1)
  expect(at({ ...orders, Resource: 'orders:prod', ExecutedVersion: '6' })).toBeNull()
  expect(at({ ...orders, Resource: 'orders:7' })).toBeNull()
  expect(at({ ...orders, Resource: 'payments' })).toBeNull()
  expect(at({ FunctionName: 'payments' })).toBeNull()
})

it('counts a throttle as neither an invocation nor an error', () => {
  const throttle = { region, functionName: 'orders', qualifier: null, executedVersion: '$LATEST', reason: 'x' }
  const { world, store } = createTinyWorld(
    [call(1_000, 1)],
    [
      { ...throttle, atMs: startMs + 2_000 },
      { ...throttle, atMs: startMs + minuteMs },
    ],
  )
  world.advanceTo(startMs + 3 * minuteMs)
  expect(read(store, 'Throttles', orders)).toBe(1)
  expect(read(store, 'Throttles', orders, 'SampleCount')).toBe(2)
  expect(read(store, 'Invocations', orders)).toBe(1)
  expect(read(store, 'Throttles', orders, 'Sum', minuteMs)).toBe(1)
  expect(read(store, 'Errors', orders, 'Sum', minuteMs)).toBeNull()
})

it('publishes concurrency in the sets that AWS has it in', () => {
  const { world, store } = createTinyWorld([])
  world.advanceTo(startMs + 3 * minuteMs)
  const maximum = (metric: string, dimensions: Record<string, string>) => read(store, metric, dimensions, 'Maximum')
  expect(maximum('ConcurrentExecutions', {})).toBe(5)
  expect(maximum('UnreservedConcurrentExecutions', {})).toBe(3)
  expect(maximum('ClaimedAccountConcurrency', {})).toBe(9)
  expect(maximum('ClaimedAccountConcurrency', orders)).toBeNull()
  expect(maximum('ConcurrentExecutions', orders)).toBe(3)
  expect(maximum('ConcurrentExecutions', { ...orders, Resource: 'orders' })).toBe(2)
  expect(maximum('ProvisionedConcurrentExecutions', { ...orders, Resource: 'orders:prod' })).toBe(1)
  expect(maximum('ProvisionedConcurrencyUtilization', { ...orders, Resource: 'orders:prod' })).toBe(0.25)
  expect(maximum('ProvisionedConcurrencyUtilization', { ...orders, Resource: 'orders:live' })).toBeNull()
})

it('counts events of a mapping only where its configuration asks for it', () => {
  const { world, store } = createTinyWorld([call(1_000, 1)])
  world.advanceTo(startMs + 3 * minuteMs)
  expect(read(store, 'PolledEventCount', { EventSourceMappingUUID: 'counted' })).toBe(1)
  expect(read(store, 'PolledEventCount', { EventSourceMappingUUID: 'uncounted' })).toBeNull()
})

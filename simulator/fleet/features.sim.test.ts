import { beforeAll, describe, expect, it } from 'vitest'
import { allEvents, allFunctions, allInvocations, testWorld, textField } from '@/simulator/fleet/testing-world'
import type { FleetFunction, Invocation, World } from '@/simulator/fleet/types'

const HOUR = 3_600_000
const SYSTEM_LINE = /^[A-Z_]{3,14}[ \t]|^RequestId: |Task timed out|^\{"time":"[^"]+","type":"platform\./

describe('a day of 40 functions', () => {
  let world: World
  let functions: FleetFunction[]
  let invocations: Invocation[]
  let systemLines: string[]
  let appLines: string[]

  beforeAll(() => {
    world = testWorld(24)
    functions = allFunctions(world)
    invocations = allInvocations(world)
    const messages = allEvents(world).map((event) => event.message)
    systemLines = messages.filter((message) => SYSTEM_LINE.test(message))
    appLines = messages.filter((message) => !SYSTEM_LINE.test(message))
  }, 240_000)

  const callsOf = (name: string) => invocations.filter((one) => one.functionName === name)
  const rate = (calls: readonly Invocation[], test: (one: Invocation) => boolean) =>
    calls.filter(test).length / calls.length
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

  it('holds about 120,000 invocations in two regions of one account', () => {
    expect(functions).toHaveLength(40)
    expect(new Set(functions.map((fn) => fn.accountId)).size).toBe(1)
    expect(new Set(functions.map((fn) => fn.region)).size).toBe(2)
    expect(invocations.length).toBeGreaterThan(90_000)
    expect(invocations.length).toBeLessThan(150_000)
    expect((systemLines.length + appLines.length) / invocations.length).toBeGreaterThan(4)
  })

  it('has runtimes, architectures, packages and log formats of every kind', () => {
    const values = (name: string) => new Set(functions.map((fn) => textField(fn.configuration, name)))
    const runtimes = ['nodejs22.x', 'nodejs24.x', 'python3.12', 'python3.13', 'java21', 'dotnet8', 'ruby3.3']
    for (const runtime of [...runtimes, 'provided.al2023', '']) expect(values('Runtime')).toContain(runtime)
    expect(values('PackageType')).toEqual(new Set(['Zip', 'Image']))
    const text = JSON.stringify(functions.map((fn) => fn.configuration))
    for (const part of ['"x86_64"', '"arm64"', '"LogFormat":"Text"', '"LogFormat":"JSON"', '"PublishedVersions"']) {
      expect([part, text.includes(part)]).toEqual([part, true])
    }
    expect(text.split('"/shop/workers"').length - 1).toBeGreaterThanOrEqual(3)
    expect(functions.filter((fn) => fn.tags['log-level'] === 'warn')).toEqual([])
  })

  it('ends in every way', () => {
    const results = new Set(invocations.map((one) => one.result))
    expect(results).toEqual(new Set(['success', 'error', 'timeout', 'out-of-memory', 'init-error']))
    const types = new Set(invocations.filter((one) => one.result === 'out-of-memory').map((one) => one.errorType))
    expect(types).toEqual(new Set(['Runtime.ExitError', 'Runtime.OutOfMemory']))
    expect(invocations.some((one) => one.attempt === 2)).toBe(true)
  })

  it('starts in every way', () => {
    const types = new Set(invocations.map((one) => one.initializationType))
    expect(types).toEqual(new Set(['on-demand', 'provisioned-concurrency', 'snap-start']))
    expect(callsOf('payments').some((one) => one.restoreMs !== null)).toBe(true)
    const orders = callsOf('orders-api').filter((one) => one.qualifier === 'live')
    expect(rate(orders, (one) => one.provisioned)).toBeGreaterThan(0.9)
    expect(orders.filter((one) => one.spillover).length).toBeGreaterThan(20)
    expect(orders.every((one) => one.spillover !== one.provisioned)).toBe(true)
  })

  it('prints every form of system line', () => {
    const forms = [
      /^INIT_START Runtime Version: \S+\tRuntime Version ARN: arn:aws:lambda:\S+\n$/,
      /^RESTORE_START Runtime Version: \S+\tRuntime Version ARN: \S+\n$/,
      /^RESTORE_REPORT Restore Duration: [\d.]+ ms\n$/,
      /^EXTENSION\tName: \S+\tState: Ready\tEvents: \[/,
      /^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: timeout\n$/,
      /^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError\n$/,
      /^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError\n$/,
      /^REPORT .*\tMax Memory Used: \d+ MB\t\n$/,
      /^REPORT .*\tInit Duration: [\d.]+ ms\t\n$/,
      /^REPORT .*\tRestore Duration: [\d.]+ ms\tBilled Restore Duration: \d+ ms\t\n$/,
      /^REPORT .*\t\nXRAY TraceId: 1-[0-9a-f]{8}-[0-9a-f]{24}\tSegmentId: [0-9a-f]{16}\tSampled: true\t\n$/,
      /^REPORT .*\tStatus: timeout\n/,
      /^REPORT .*\tStatus: error\tError Type: Runtime.OutOfMemory\n/,
      /^REPORT .*\tStatus: error\tError Type: Runtime.ExitError\n/,
      /^\S+Z [0-9a-f-]{36} Task timed out after 6.00 seconds\n\n$/,
      /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n$/,
      /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 2\nRuntime.ExitError\n$/,
      /"type":"platform.initStart"/,
      /"type":"platform.restoreReport"/,
      /"type":"platform.report".*"status":"timeout"/,
      /"type":"platform.report".*"status":"failure","errorType":"Runtime.OutOfMemory"/,
      /"type":"platform.start".*"tracing":\{"spanId":"[0-9a-f]{16}"/,
    ]
    for (const form of forms)
      expect([form.source, systemLines.some((message) => form.test(message))]).toEqual([form.source, true])
  })

  it('prints application lines and unhandled errors of every runtime, metrics, and errors that were handled', () => {
    const forms = [
      /Z\t[0-9a-f-]{36}\tINFO\torder stored \{ orderId: 'ord_\d+'/,
      /Z\t[0-9a-f-]{36}\tERROR\tInvoke Error \t\{"errorType"/,
      /Z\t[0-9a-f-]{36}\tERROR\tUnhandled Promise Rejection \t/,
      /Z\t[0-9a-f-]{36}\tERROR\tdependency failed, request declined/,
      /^\[INFO\]\t\S+Z\t[0-9a-f-]{36}\t/,
      /^\[ERROR\] \w+: .*\nTraceback \(most recent call last\):\n\u00a0\u00a0File/,
      /^\[ERROR\] Runtime.ImportModuleError: /,
      /^.+: java\.sql\.SQLTimeoutException\njava\.sql\.SQLTimeoutException: .+\n\tat /,
      /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \{"errorMessage":/,
      /in a panic, the process should exit\n$/,
      /\tfail\tSystem\.\w+: .*\n {3}at /,
      /^Error raised from handler method\n\{\n {2}"errorMessage"/,
      /^I, \[.* #8\] {2}INFO [0-9a-f-]{36} -- : /,
      /^\{"timestamp":"[^"]+","level":"ERROR","requestId":"[^"]+","message":\{"errorType"/,
      /^\{"timestamp":"[^"]+","level":"ERROR","errorMessage"/,
      /"level":"Error".*"errorType":"System\./,
      /"function_request_id":/,
      /^\{"_aws":\{"Timestamp":\d+,"CloudWatchMetrics":\[/,
    ]
    for (const form of forms)
      expect([form.source, appLines.some((message) => form.test(message))]).toEqual([form.source, true])
  })

  it('lets the bad canary fail about one call in eight, slower, while its neighbours do well', () => {
    const checkout = callsOf('checkout')
    const bad = checkout.filter((one) => one.executedVersion === '16')
    const good = checkout.filter((one) => one.executedVersion !== '16')
    expect(bad.length).toBeGreaterThan(150)
    expect(rate(bad, (one) => one.result === 'error')).toBeGreaterThan(0.07)
    expect(rate(good, (one) => one.result === 'error')).toBeLessThan(0.012)
    expect(median(bad.map((one) => one.durationMs))).toBeGreaterThan(1.3 * median(good.map((one) => one.durationMs)))
  })

  it('has an incident: payments time out and fail, orders-api waits for them', () => {
    const during = (one: Invocation) => one.startMs % 86_400_000 >= 51_000_000 && one.startMs % 86_400_000 < 52_500_000
    const payments = callsOf('payments')
    const failed = (one: Invocation) => one.result === 'timeout' || one.result === 'error'
    expect(rate(payments.filter(during), failed)).toBeGreaterThan(0.25)
    expect(
      rate(
        payments.filter((one) => !during(one)),
        failed,
      ),
    ).toBeLessThan(0.02)
    const slow = (one: Invocation) => one.durationMs > 1_500
    expect(rate(callsOf('orders-api').filter(during), slow)).toBeGreaterThan(0.15)
    expect(
      rate(
        callsOf('orders-api').filter((one) => !during(one)),
        slow,
      ),
    ).toBeLessThan(0.03)
  })

  it('throttles at the reserved concurrency, synchronous and asynchronous calls', () => {
    const throttled = functions.filter(
      (fn) => [...world.throttles(fn.region, fn.name, world.startMs, world.nowMs)].length > 0,
    )
    expect(throttled.map((fn) => fn.name)).toEqual(['shipping-quotes', 'newsletter'])
    expect(throttled.every((fn) => fn.reservedConcurrency !== null)).toBe(true)
  })

  it('throttles in every two hours of the day, because bursts of newsletter keep to the clock', () => {
    for (let fromMs = world.startMs; fromMs + 2 * HOUR <= world.nowMs; fromMs += HOUR) {
      const refused = [...world.throttles('us-east-1', 'newsletter', fromMs, fromMs + 2 * HOUR)]
      expect(`${new Date(fromMs).toISOString()} ${refused.length > 0}`).toMatch(/ true$/)
    }
  })

  it('follows the day, and has functions that hardly run', () => {
    const hour = (one: Invocation) => Math.floor(one.startMs / 3_600_000) % 24
    const counts = Array.from({ length: 24 }, () => 0)
    for (const one of callsOf('catalog-api')) counts[hour(one)] = (counts[hour(one)] ?? 0) + 1
    expect(counts[15]).toBeGreaterThan(3 * (counts[3] ?? Number.NaN))
    const idle = functions.filter((fn) => callsOf(fn.name).length <= 3)
    expect(idle.length).toBeGreaterThanOrEqual(4)
    const groups = world.logGroups('us-east-1').map((group) => group.name)
    expect(groups).not.toContain('/aws/lambda/tenant-migrator')
  })

  it('keeps account of asynchronous events', () => {
    const outcomes = functions.flatMap((fn) => [...world.asyncOutcomes(fn.region, fn.name, world.startMs, world.nowMs)])
    const count = (kind: string) => outcomes.filter((one) => one.kind === kind).length
    const first = invocations.filter((one) => one.asyncAgeMs !== null && one.attempt === 0).length
    expect(Math.abs(count('received') - first)).toBeLessThan(40)
    expect(count('dropped')).toBeGreaterThan(40)
    expect(invocations.every((one) => one.attempt === 0 || one.asyncAgeMs !== null)).toBe(true)
  })

  it('has triggers of every kind in its policies and mappings, destinations and dead-letter queues', () => {
    const text = JSON.stringify(functions)
    const services = ['apigateway', 'sns', 'events', 's3'].map((name) => `"${name}.amazonaws.com"`)
    for (const part of [
      ...services,
      'lambda:InvokeFunctionUrl',
      '/stream/',
      ':sqs:',
      '"DeadLetterConfig"',
      '"OnFailure"',
    ]) {
      expect([part, text.includes(part)]).toEqual([part, true])
    }
    expect(functions.flatMap((fn) => fn.urls).length).toBeGreaterThanOrEqual(3)
  })
})

import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { BatchGetTracesCommand, GetTraceSummariesCommand } from '@aws-sdk/client-xray'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BillLine } from '@/simulator/control/bill'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

const minuteMs = 60_000
let account: TestAccount

beforeEach(async () => {
  account = await startTestAccount({ hours: 1 })
})
afterEach(() => account.close())

type BillAnswer = { totalUsd: number; calls: number; byApi: BillLine[] }

async function readBill(window = ''): Promise<BillAnswer> {
  return (await account.control('GET', `/_bill${window}`)) as BillAnswer
}

function stat(Id: string, MetricName: string, Stat: string) {
  const Metric = { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: 'orders-api' }] }
  return { Id, MetricStat: { Metric, Period: 60, Stat } }
}

describe('the bill', () => {
  it('counts every call and charges what AWS charges', async () => {
    const window = { StartTime: new Date(account.nowMs - 10 * minuteMs), EndTime: new Date(account.nowMs) }
    const six = ['Sum', 'Average', 'Maximum', 'Minimum', 'p50', 'p95'].map((name, i) => stat(`q${i}`, 'Duration', name))
    await account.cloudwatch.send(
      new GetMetricDataCommand({ ...window, MetricDataQueries: [...six, stat('i', 'Invocations', 'Sum')] }),
    )
    await account.cloudwatch.send(new GetMetricDataCommand({ ...window, MetricDataQueries: six.slice(0, 5) }))
    await account.cloudwatch.send(new ListMetricsCommand({}))
    await account.lambda.send(new ListFunctionsCommand({}))
    await account.logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/orders-api' }))
    let scanned = 0
    const ids: string[] = []
    let pages = 0
    let NextToken: string | undefined
    do {
      const page = await account.xray.send(new GetTraceSummariesCommand({ ...window, NextToken }))
      scanned += page.TracesProcessedCount ?? 0
      ids.push(...(page.TraceSummaries ?? []).flatMap(({ Id }) => Id ?? []))
      pages += 1
      NextToken = page.NextToken
    } while (NextToken)
    await account.xray.send(new BatchGetTracesCommand({ TraceIds: ids.slice(0, 2) }))
    await expect(account.xray.send(new BatchGetTracesCommand({ TraceIds: ['x'] }))).rejects.toThrow()

    const bill = await readBill()
    const units = Object.fromEntries(bill.byApi.map((line) => [line.operation, [line.calls, line.billedUnits]]))
    expect(units).toEqual({
      GetMetricData: [2, 2 + 1 + 1],
      ListMetrics: [1, 1],
      ListFunctions: [1, 0],
      FilterLogEvents: [1, 0],
      GetTraceSummaries: [pages, scanned],
      BatchGetTraces: [2, 2],
    })
    expect(bill.calls).toBe(7 + pages)
    expect(bill.totalUsd).toBeCloseTo((4 + 1) * 0.00001 + (scanned + 2) * 0.0000005, 12)
    expect(bill.byApi.every(({ region }) => region === 'eu-west-1')).toBe(true)
  })

  it('can be read for a window of the account’s clock', async () => {
    await account.lambda.send(new ListFunctionsCommand({}))
    await account.control('POST', '/_clock', { advanceMs: 5 * minuteMs })
    await account.lambda.send(new ListFunctionsCommand({}))
    expect((await readBill()).calls).toBe(2)
    expect((await readBill(`?from=${account.nowMs + minuteMs}`)).calls).toBe(1)
    expect((await readBill(`?from=0&to=${account.nowMs}`)).calls).toBe(0)
  })
})

describe('the clock', () => {
  it('stands still when frozen, moves when told, and never back', async () => {
    expect(await account.control('GET', '/_clock')).toEqual({ nowMs: account.nowMs, frozen: true })
    const moved = await account.control('POST', '/_clock', { advanceMs: 90_000 })
    expect(moved).toEqual({ nowMs: account.nowMs + 90_000, frozen: true })
    expect(await account.control('POST', '/_clock', { toMs: account.nowMs })).toEqual({
      error: 'The clock cannot go back',
    })
    expect(await account.control('POST', '/_clock', {})).toHaveProperty('error')
  })

  it('brings new points, lines and traces as it moves', async () => {
    const read = async () => {
      const window = { StartTime: new Date(account.nowMs), EndTime: new Date(account.nowMs + 10 * minuteMs) }
      const metrics = await account.cloudwatch.send(
        new GetMetricDataCommand({ ...window, MetricDataQueries: [stat('a', 'Invocations', 'Sum')] }),
      )
      const traces = await account.xray.send(new GetTraceSummariesCommand({ ...window, TimeRangeType: 'Event' }))
      return [metrics.MetricDataResults?.[0]?.Values?.length ?? 0, traces.TracesProcessedCount ?? 0]
    }
    expect(await read()).toEqual([0, 0])
    await account.control('POST', '/_clock', { advanceMs: 10 * minuteMs })
    const [points = 0, traces = 0] = await read()
    expect(points).toBeGreaterThan(5)
    expect(points).toBeLessThanOrEqual(9)
    expect(traces).toBeGreaterThan(3)
  })

  it('runs with real time otherwise', async () => {
    const live = await startTestAccount({ hours: 0, frozen: false })
    const { nowMs, frozen } = (await live.control('GET', '/_clock')) as { nowMs: number; frozen: boolean }
    expect(frozen).toBe(false)
    expect(nowMs).toBeGreaterThanOrEqual(live.nowMs)
    await live.control('POST', '/_clock', { advanceMs: 60_000 })
    expect(((await live.control('GET', '/_health')) as { nowMs: number }).nowMs).toBeGreaterThanOrEqual(nowMs + 60_000)
    await live.close()
  })
})

it('says what is wrong with a control request', async () => {
  expect(await account.control('GET', '/_truth?from=yesterday&to=1')).toEqual({
    error: 'from must be epoch milliseconds',
  })
  expect(await account.control('POST', '/_faults', { kind: 'flood' })).toHaveProperty('error')
  expect(await account.control('GET', '/_nothing')).toHaveProperty('error')
})

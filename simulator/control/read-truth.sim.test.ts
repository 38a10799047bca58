import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TrueMinute } from '@/simulator/control/read-true-limits'
import type { Counts, FunctionTruth } from '@/simulator/control/read-truth'
import type { FleetFunction } from '@/simulator/fleet/types'
import { logGroupOf } from '@/simulator/services/logs/list-streams'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

const minuteMs = 60_000

describe.each(['eu-west-1', 'us-east-1'])('the truth of %s', (region) => {
  let account: TestAccount
  let truth: FunctionTruth[]
  let fromMs: number
  let toMs: number

  beforeAll(async () => {
    account = await startTestAccount({ hours: 3, region })
    // Over for 20 minutes: nothing that started in it still runs, no line of it is still on its way.
    fromMs = account.nowMs - 80 * minuteMs
    toMs = account.nowMs - 20 * minuteMs
    const answer = await account.control('GET', `/_truth?from=${fromMs}&to=${toMs}&region=${region}`)
    truth = (answer as { functions: FunctionTruth[] }).functions
  })
  afterAll(() => account.close())

  async function sum(metric: string, dimensions: Record<string, string>): Promise<number> {
    const answer = await account.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(fromMs),
        EndTime: new Date(toMs),
        MetricDataQueries: [
          {
            Id: 'a',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/Lambda',
                MetricName: metric,
                Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
              },
              Period: 60,
              Stat: 'Sum',
            },
          },
        ],
      }),
    )
    return answer.MetricDataResults?.[0]?.Values?.reduce((total, value) => total + value, 0) ?? Number.NaN
  }

  async function countReports(fn: FleetFunction): Promise<{ all: number; byVersion: Map<string, number> }> {
    const byVersion = new Map<string, number>()
    const starts = new Map<string, number>()
    let all = 0
    let nextToken: string | undefined
    do {
      const page = await account.logs.send(
        new FilterLogEventsCommand({
          logGroupName: logGroupOf(fn),
          startTime: fromMs,
          endTime: account.nowMs,
          nextToken,
        }),
      )
      for (const { message = '', logStreamName = '', timestamp = 0 } of page.events ?? []) {
        const named = /\/([\w-]+)?\[([^\]]+)\]/.exec(logStreamName)
        if (named?.[1] !== undefined && named[1] !== fn.name) continue
        const start =
          /^START RequestId: (\S+)/.exec(message) ?? /"platform\.start".*?"requestId":"([^"]+)"/.exec(message)
        const id = start?.[1] ?? ''
        if (start) starts.set(`${logStreamName} ${id}`, timestamp)
        const report =
          /^REPORT RequestId: (\S+)/.exec(message) ?? /"platform\.report".*?"requestId":"([^"]+)"/.exec(message)
        const startedMs = starts.get(`${logStreamName} ${report?.[1]}`)
        if (!report || startedMs === undefined || startedMs >= toMs) continue
        all += 1
        byVersion.set(named?.[2] ?? '', (byVersion.get(named?.[2] ?? '') ?? 0) + 1)
      }
      nextToken = page.nextToken
    } while (nextToken)
    return { all, byVersion }
  }

  it('equals the sums of the metrics, per function and per alias', async () => {
    const expectSums = async (dimensions: Record<string, string>, counts: Counts | undefined) => {
      expect({
        dimensions,
        invocations: await sum('Invocations', dimensions),
        errors: await sum('Errors', dimensions),
        throttles: await sum('Throttles', dimensions),
      }).toEqual({
        dimensions,
        invocations: counts?.invocations,
        errors: counts?.errors,
        throttles: counts?.throttles,
      })
    }
    expect(truth.length).toBeGreaterThan(10)
    for (const { name, all, aliases } of truth) {
      await expectSums({ FunctionName: name }, all)
      for (const [alias, counts] of Object.entries(aliases)) {
        await expectSums({ FunctionName: name, Resource: `${name}:${alias}` }, counts)
      }
    }
    const total = truth.reduce((count, { all }) => count + all.invocations, 0)
    expect(total).toBeGreaterThan(500)
    expect(await sum('Invocations', {})).toBe(total)
  })

  it('equals the REPORT lines, per function and per version that ran', async () => {
    let compared = 0
    for (const fn of account.world.functions(region)) {
      const counts = truth.find(({ name }) => name === fn.name)
      if (!counts || counts.all.invocations === 0 || fn.tags['log-level'] === 'warn') continue
      const reports = await countReports(fn)
      expect({ name: fn.name, all: reports.all }).toEqual({ name: fn.name, all: counts.all.invocations })
      for (const [version, { invocations }] of Object.entries(counts.versions)) {
        expect({ name: fn.name, version, count: reports.byVersion.get(version) ?? 0 }).toEqual({
          name: fn.name,
          version,
          count: invocations,
        })
      }
      compared += reports.all
    }
    expect(compared).toBeGreaterThan(500)
  })

  it('sums its versions to the whole', () => {
    for (const { all, versions } of truth) {
      for (const field of ['invocations', 'errors', 'throttles', 'coldStarts', 'billedMs'] as const) {
        expect(Object.values(versions).reduce((total, counts) => total + counts[field], 0)).toBe(all[field])
      }
    }
  })

  it('lists invocations and traces one by one', async () => {
    const busiest = truth.reduce((a, b) => (a.all.invocations >= b.all.invocations ? a : b))
    const window = `from=${fromMs}&to=${toMs}&region=${region}`
    const list = await account.control('GET', `/_truth/invocations?${window}&function=${busiest.name}`)
    expect(list).toHaveLength(busiest.all.invocations)
    const throttles = await account.control('GET', `/_truth/throttles?${window}`)
    expect(throttles).toHaveLength(truth.reduce((count, { all }) => count + all.throttles, 0))
    const minutes = (await account.control('GET', `/_truth/concurrency?${window}`)) as TrueMinute[]
    expect(minutes).toHaveLength(60)
    for (const { account: inUse, functions } of minutes) {
      for (const { all } of functions) expect(all).toBeLessThanOrEqual(inUse)
    }
    const traces = (await account.control('GET', `/_truth/traces?${window}`)) as { id: string; segmentCount: number }[]
    expect(traces.length).toBeGreaterThan(0)
    for (const { id, segmentCount } of traces) {
      expect(new Set(account.world.trace(region, id).map((segment) => segment.id)).size).toBe(segmentCount)
    }
  })
})

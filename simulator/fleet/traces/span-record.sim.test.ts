import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  BatchGetTracesCommand,
  GetIndexingRulesCommand,
  GetTraceSegmentDestinationCommand,
  GetTraceSummariesCommand,
  ListRetrievedTracesCommand,
  StartTraceRetrievalCommand,
} from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

let account: TestAccount

beforeAll(async () => {
  account = await startTestAccount({ hours: 2, transactionSearch: ['eu-west-1'] })
})
afterAll(() => account.close())

async function readSpans(fromMs: number, toMs: number): Promise<Record<string, unknown>[]> {
  const messages: string[] = []
  let nextToken: string | undefined
  do {
    const input = { logGroupName: 'aws/spans', startTime: fromMs, endTime: toMs, nextToken }
    const page = await account.logs.send(new FilterLogEventsCommand(input))
    messages.push(...(page.events ?? []).map(({ message }) => message ?? ''))
    nextToken = page.nextToken
  } while (nextToken)
  return messages.map((message) => JSON.parse(message))
}

describe('Transaction Search', () => {
  it('says where traces go, and how many of them X-Ray shows', async () => {
    const destination = await account.xray.send(new GetTraceSegmentDestinationCommand({}))
    expect(destination).toMatchObject({ Destination: 'CloudWatchLogs', Status: 'ACTIVE' })
    const { IndexingRules } = await account.xray.send(new GetIndexingRulesCommand({}))
    expect(IndexingRules?.[0]?.Rule?.Probabilistic?.ActualSamplingPercentage).toBe(1)
    const window = { StartTime: new Date(account.nowMs - 3_600_000), EndTime: new Date(account.nowMs) }
    const all = [...account.world.traces('eu-west-1', window.StartTime.getTime(), account.nowMs)]
    let shown = 0
    let NextToken: string | undefined
    do {
      const page = await account.xray.send(
        new GetTraceSummariesCommand({ ...window, TimeRangeType: 'Event', NextToken }),
      )
      shown += page.TraceSummaries?.length ?? 0
      NextToken = page.NextToken
    } while (NextToken)
    expect(all.length).toBeGreaterThan(150)
    expect(shown).toBeLessThan(all.length * 0.05)
  })

  it('writes every segment and subsegment as a span of its own, with its times in nanoseconds', async () => {
    const [trace] = [...account.world.traces('eu-west-1', account.nowMs - 3_600_000, account.nowMs - 1_800_000)]
    const documents = account.world.trace('eu-west-1', trace?.traceId ?? '').map(({ document }) => document)
    const count = (document: Record<string, unknown>): number =>
      1 + ((document.subsegments ?? []) as Record<string, unknown>[]).reduce((sum, part) => sum + count(part), 0)
    const expected = documents.filter(({ inferred }) => inferred !== true).reduce((sum, one) => sum + count(one), 0)
    const spans = await readSpans(account.nowMs - 2 * 3_600_000, account.nowMs)
    const own = spans.filter(({ traceId, endTimeUnixNano }) => {
      return traceId === trace?.traceId.slice(2).replace('-', '') && endTimeUnixNano !== null
    })
    expect(new Set(own.map(({ spanId }) => spanId)).size).toBe(expected)
    for (const { startTimeUnixNano } of own) expect(startTimeUnixNano).toBeGreaterThan(1e18)
    expect(spans.some(({ endTimeUnixNano }) => endTimeUnixNano === null)).toBe(true)
  })

  it('gives a trace by its ID that X-Ray does not show', async () => {
    const traces = [...account.world.traces('eu-west-1', account.nowMs - 3_600_000, account.nowMs - 600_000)]
    const TraceIds = traces.slice(0, 30).map(({ traceId }) => traceId)
    const { Traces = [] } = await account.xray.send(new BatchGetTracesCommand({ TraceIds: TraceIds.slice(0, 5) }))
    expect(Traces.length).toBeLessThan(5)
    const window = { StartTime: new Date(account.nowMs - 2 * 3_600_000), EndTime: new Date(account.nowMs) }
    const { RetrievalToken } = await account.xray.send(new StartTraceRetrievalCommand({ TraceIds, ...window }))
    const first = await account.xray.send(new ListRetrievedTracesCommand({ RetrievalToken }))
    expect(first).toMatchObject({ RetrievalStatus: 'RUNNING', Traces: [] })
    const ids: (string | undefined)[] = []
    let NextToken: string | undefined
    do {
      const page = await account.xray.send(new ListRetrievedTracesCommand({ RetrievalToken, NextToken }))
      ids.push(...(page.Traces ?? []).map(({ Id }) => Id))
      NextToken = page.NextToken
    } while (NextToken)
    expect(ids.sort()).toEqual([...TraceIds].sort())
  })
})

import {
  BatchGetTracesCommand,
  GetGroupsCommand,
  GetServiceGraphCommand,
  GetTraceGraphCommand,
  GetTraceSegmentDestinationCommand,
  GetTraceSummariesCommand,
  type GetTraceSummariesCommandInput,
  type TraceSummary,
} from '@aws-sdk/client-xray'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

const region = 'eu-west-1'
const hourMs = 60 * 60_000
let account: TestAccount

beforeAll(async () => {
  account = await startTestAccount({ hours: 3 })
})
afterAll(() => account.close())

async function summarise(input: Partial<GetTraceSummariesCommandInput> = {}) {
  const summaries: TraceSummary[] = []
  let pages = 0
  let emptyPages = 0
  let processed = 0
  let NextToken: string | undefined
  do {
    const page = await account.xray.send(
      new GetTraceSummariesCommand({
        StartTime: new Date(account.nowMs - hourMs),
        EndTime: new Date(account.nowMs),
        TimeRangeType: 'Event',
        ...input,
        NextToken,
      }),
    )
    summaries.push(...(page.TraceSummaries ?? []))
    processed += page.TracesProcessedCount ?? 0
    pages += 1
    if (page.NextToken && !page.TraceSummaries?.length) emptyPages += 1
    NextToken = page.NextToken
  } while (NextToken)
  return { summaries, pages, emptyPages, processed }
}

async function readDocuments(ids: string[]) {
  const segments = new Map<string, Record<string, unknown>[]>()
  let todo = ids
  let pages = 0
  while (todo.length > 0) {
    const TraceIds = todo.slice(0, 5)
    const unprocessed: string[] = []
    let NextToken: string | undefined
    do {
      const page = await account.xray.send(new BatchGetTracesCommand({ TraceIds, NextToken }))
      pages += 1
      unprocessed.push(...(page.UnprocessedTraceIds ?? []))
      for (const trace of page.Traces ?? []) {
        const known = segments.get(trace.Id ?? '') ?? []
        segments.set(trace.Id ?? '', known)
        for (const { Document: document = '' } of trace.Segments ?? []) known.push(JSON.parse(document))
      }
      NextToken = page.NextToken
    } while (NextToken)
    todo = [...unprocessed, ...todo.slice(5)]
  }
  return { segments, pages }
}

describe('GetTraceSummaries', () => {
  it('yields every trace with an update in the window once, newest first', async () => {
    const { summaries, pages, processed } = await summarise()
    const expected = [...account.world.traces(region, account.nowMs - hourMs, account.nowMs)]
    expect(expected.length).toBeGreaterThan(100)
    expect(pages).toBeGreaterThan(1)
    expect(summaries.map(({ Id }) => Id).sort()).toEqual(expected.map(({ traceId }) => traceId).sort())
    expect(processed).toBe(expected.length)
    for (const { MatchedEventTime } of summaries) {
      expect(MatchedEventTime?.getTime()).toBeGreaterThanOrEqual(account.nowMs - hourMs)
      expect(MatchedEventTime?.getTime()).toBeLessThanOrEqual(account.nowMs)
    }
  })

  it('selects by the start of the trace unless told otherwise', async () => {
    const window = { StartTime: new Date(account.nowMs - hourMs), EndTime: new Date(account.nowMs - hourMs / 2) }
    const { summaries } = await summarise({ ...window, TimeRangeType: undefined })
    expect(summaries.length).toBeGreaterThan(20)
    for (const { StartTime, MatchedEventTime } of summaries) {
      expect(StartTime?.getTime()).toBeGreaterThanOrEqual(window.StartTime.getTime() - 10_000)
      expect(StartTime?.getTime()).toBeLessThanOrEqual(window.EndTime.getTime())
      expect(MatchedEventTime).toBeUndefined()
    }
    const byService = await summarise({ ...window, TimeRangeType: 'Service' })
    expect(byService.summaries.length).toBeGreaterThan(20)
  })

  it('filters by time, flags, service and annotation', async () => {
    const { summaries: all } = await summarise()
    const filtered = async (FilterExpression: string) => (await summarise({ FilterExpression })).summaries
    const ids = (list: TraceSummary[]) => list.map(({ Id }) => Id).sort()
    expect(ids(await filtered('fault'))).toEqual(ids(all.filter(({ HasFault }) => HasFault)))
    expect(ids(await filtered('duration > 2'))).toEqual(ids(all.filter(({ Duration = 0 }) => Duration > 2)))
    expect(ids(await filtered('!(responsetime <= 2) AND !partial'))).toEqual(
      ids(all.filter(({ ResponseTime = 0, IsPartial }) => ResponseTime > 2 && !IsPartial)),
    )
    const orders = await filtered('service("orders-api")')
    expect(orders.length).toBeGreaterThan(0)
    expect(ids(orders)).toEqual(
      ids(all.filter(({ ServiceIds = [] }) => ServiceIds.some(({ Name }) => Name === 'orders-api'))),
    )
    const typed = await filtered('service(id(name: "orders-api", type: "AWS::Lambda::Function")) { responsetime > 1 }')
    expect(typed.length).toBeLessThan(orders.length)
    const annotated = all.find(({ Annotations = {} }) => Object.keys(Annotations).length > 0)
    const [key, values] = Object.entries(annotated?.Annotations ?? {})[0] ?? []
    const value = values?.[0]?.AnnotationValue
    const literal =
      value?.StringValue === undefined ? (value?.NumberValue ?? value?.BooleanValue) : `"${value.StringValue}"`
    expect(ids(await filtered(`annotation[${key}] = ${literal}`))).toContain(annotated?.Id)
  })

  it('refuses what X-Ray refuses', async () => {
    const refused = { name: 'InvalidRequestException', $metadata: { httpStatusCode: 400 } }
    const tooLong = { StartTime: new Date(account.nowMs - 24 * hourMs - 1000) }
    await expect(summarise(tooLong)).rejects.toMatchObject(refused)
    await expect(summarise({ StartTime: new Date(account.nowMs + 1) })).rejects.toMatchObject(refused)
    await expect(summarise({ FilterExpression: 'color = "red"' })).rejects.toMatchObject(refused)
    await expect(summarise({ FilterExpression: 'duration >' })).rejects.toMatchObject(refused)
    const foreign = { StartTime: new Date(account.nowMs - hourMs), EndTime: new Date(account.nowMs), NextToken: 'eA==' }
    await expect(account.xray.send(new GetTraceSummariesCommand(foreign))).rejects.toMatchObject(refused)
  })
})

describe('BatchGetTraces', () => {
  it('yields every visible segment once, over split answers and unprocessed ids', async () => {
    const { summaries } = await summarise()
    const ids = summaries.flatMap(({ Id }) => Id ?? []).slice(0, 150)
    const { segments, pages } = await readDocuments(ids)
    expect(pages).toBeGreaterThan(ids.length / 5)
    for (const id of ids) {
      const expected = new Set(account.world.trace(region, id).map((segment) => segment.id))
      const read = segments.get(id)?.map((document) => document.id) ?? []
      expect(new Set(read)).toEqual(expected)
      expect(read).toHaveLength(expected.size)
    }
  })

  it('refuses more than five ids and leaves out what it does not know', async () => {
    const unknown = '1-00000000-000000000000000000000000'
    const answer = await account.xray.send(new BatchGetTracesCommand({ TraceIds: [unknown] }))
    expect(answer.Traces).toEqual([])
    const six = Array.from({ length: 6 }, (_, i) => `1-00000000-00000000000000000000000${i}`)
    await expect(account.xray.send(new BatchGetTracesCommand({ TraceIds: six }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
    await expect(account.xray.send(new BatchGetTracesCommand({ TraceIds: ['nonsense'] }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
  })
})

it('builds a graph whose nodes and edges come from the documents', async () => {
  const { Services: services = [] } = await account.xray.send(
    new GetServiceGraphCommand({ StartTime: new Date(account.nowMs - hourMs), EndTime: new Date(account.nowMs) }),
  )
  const orders = services.find(({ Name, Type }) => Name === 'orders-api' && Type === 'AWS::Lambda::Function')
  expect(orders?.SummaryStatistics?.TotalCount).toBeGreaterThan(0)
  const targets = orders?.Edges?.map(({ ReferenceId }) => services.find((one) => one.ReferenceId === ReferenceId)?.Type)
  expect(targets).toContain('AWS::DynamoDB::Table')
  expect(services.some(({ Type }) => Type === 'client')).toBe(true)
  const { summaries } = await summarise()
  const graph = await account.xray.send(new GetTraceGraphCommand({ TraceIds: [summaries[0]?.Id ?? ''] }))
  expect(graph.Services?.length).toBeGreaterThan(1)
})

it('says where segments go and which groups there are', async () => {
  expect(await account.xray.send(new GetTraceSegmentDestinationCommand({}))).toMatchObject({ Destination: 'XRay' })
  const { Groups } = await account.xray.send(new GetGroupsCommand({}))
  expect(Groups?.[0]?.GroupName).toBe('Default')
})

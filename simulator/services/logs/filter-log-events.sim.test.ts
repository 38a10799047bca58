import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  paginateGetLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

const group = '/aws/lambda/orders-api'
let account: TestAccount

beforeAll(async () => {
  account = await startTestAccount({ hours: 2 })
})
afterAll(() => account.close())

async function readAll(input: FilterLogEventsCommandInput) {
  const events: FilteredLogEvent[] = []
  const pages: number[] = []
  let nextToken: string | undefined
  do {
    const page = await account.logs.send(new FilterLogEventsCommand({ ...input, nextToken }))
    events.push(...(page.events ?? []))
    pages.push(page.events?.length ?? 0)
    nextToken = page.nextToken
  } while (nextToken)
  return { events, pages }
}

function trueEvents(fromMs: number, toMs: number) {
  return [...account.world.logEvents('eu-west-1', group, fromMs, toMs)]
}

describe('FilterLogEvents', () => {
  it('yields every event exactly once, in order, over many pages', async () => {
    const startTime = account.nowMs - 40 * 60_000
    const { events, pages } = await readAll({ logGroupName: group, startTime, endTime: account.nowMs, limit: 173 })
    expect(pages.length).toBeGreaterThan(8)
    expect(events.map(({ eventId }) => eventId)).toEqual(trueEvents(startTime, account.nowMs).map((e) => e.eventId))
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length)
  })

  it('answers an empty page that still has a token now and then', async () => {
    const { pages } = await readAll({ logGroupName: group, startTime: account.nowMs - 30 * 60_000, limit: 100 })
    expect(pages.slice(0, -1)).toContain(0)
  })

  it('ends a page at 1 MB', async () => {
    const { pages, events } = await readAll({ logGroupName: group, startTime: account.world.startMs })
    const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message ?? ''), 0)
    expect(bytes).toBeGreaterThan(1024 * 1024)
    expect(pages.filter((count) => count > 0).length).toBeGreaterThanOrEqual(Math.ceil(bytes / (1024 * 1024)))
  })

  it('includes both bounds', async () => {
    const all = trueEvents(account.nowMs - 60 * 60_000, account.nowMs - 30 * 60_000)
    const [first, last] = [all[0]?.atMs ?? 0, all.at(-1)?.atMs ?? 0]
    const whole = await readAll({ logGroupName: group, startTime: first, endTime: last })
    expect(whole.events.at(0)?.timestamp).toBe(first)
    expect(whole.events.at(-1)?.timestamp).toBe(last)
    const inner = await readAll({ logGroupName: group, startTime: first + 1, endTime: last - 1 })
    const dropped = all.filter(({ atMs }) => atMs === first || atMs === last).length
    expect(inner.events).toHaveLength(all.length - dropped)
  })

  it('reads newest first when asked', async () => {
    const startTime = account.nowMs - 90 * 60_000
    const { events } = await readAll({ logGroupName: group, startTime, startFromHead: false })
    const expected = trueEvents(startTime, account.nowMs).reverse()
    expect(events.map(({ eventId }) => eventId)).toEqual(expected.map(({ eventId }) => eventId))
  })

  it('filters by pattern and by stream', async () => {
    const startTime = account.nowMs - 30 * 60_000
    const reports = await readAll({ logGroupName: group, startTime, filterPattern: '"REPORT RequestId"' })
    const expected = trueEvents(startTime, account.nowMs).filter(({ message }) => message.includes('REPORT RequestId'))
    expect(reports.events).toHaveLength(expected.length)
    const stream = expected[0]?.streamName ?? ''
    const one = await readAll({ logGroupName: group, startTime, logStreamNames: [stream] })
    expect(new Set(one.events.map(({ logStreamName }) => logStreamName))).toEqual(new Set([stream]))
  })

  it('refuses foreign tokens, tokens of other parameters, and groups that are not there', async () => {
    const input = { logGroupName: group, startTime: account.nowMs - 60 * 60_000, limit: 10 }
    const first = await account.logs.send(new FilterLogEventsCommand(input))
    const send = (changed: FilterLogEventsCommandInput) => account.logs.send(new FilterLogEventsCommand(changed))
    await expect(send({ ...input, nextToken: 'Zm9yZWlnbg==' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      $metadata: { httpStatusCode: 400 },
    })
    await expect(send({ ...input, limit: 11, nextToken: first.nextToken })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    await expect(send({ logGroupName: '/aws/lambda/never-invoked' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    })
    await expect(send({ logGroupName: '/shop/archived-receipts' })).rejects.toMatchObject({
      name: 'InvalidOperationException',
      message: expect.stringContaining('INFREQUENT_ACCESS'),
    })
    await expect(send({ ...input, limit: 10_001 })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})

describe('groups and streams', () => {
  it('lists the groups by name', async () => {
    const { logGroups = [] } = await account.logs.send(new DescribeLogGroupsCommand({}))
    const names = logGroups.map(({ logGroupName }) => logGroupName ?? '')
    expect(names).toEqual([...names].sort())
    expect(names.sort()).toEqual(
      account.world
        .logGroups('eu-west-1')
        .map(({ name }) => name)
        .sort(),
    )
    expect(logGroups[0]?.arn).toBe(`${logGroups[0]?.logGroupArn}:*`)
  })

  it('reads one stream forward until the same token comes back', async () => {
    const { logStreams = [] } = await account.logs.send(
      new DescribeLogStreamsCommand({ logGroupName: group, orderBy: 'LastEventTime', descending: true, limit: 3 }),
    )
    const logStreamName = logStreams[0]?.logStreamName ?? ''
    const input = { logGroupName: group, logStreamName, startFromHead: true, limit: 20 }
    const messages: string[] = []
    for await (const page of paginateGetLogEvents({ client: account.logs, stopOnSameToken: true }, input)) {
      messages.push(...(page.events ?? []).map(({ message }) => message ?? ''))
    }
    const expected = trueEvents(account.world.startMs, account.nowMs).filter((e) => e.streamName === logStreamName)
    expect(messages).toEqual(expected.map(({ message }) => message))
  })
})

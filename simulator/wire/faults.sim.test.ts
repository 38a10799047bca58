import {
  DescribeLogGroupsCommand,
  type FilteredLogEvent,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { GetFunctionCommand } from '@aws-sdk/client-lambda'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { callEachService } from '@/simulator/testing/call-each-service'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

const HOUR_MS = 3_600_000

let account: TestAccount
let group: string

beforeAll(async () => {
  account = await startTestAccount({ hours: 1 })
  group = await findBusiestGroup()
})
afterEach(() => account.control('DELETE', '/_faults'))
afterAll(() => account.close())

const calls = callEachService(() => account)

function fault(rule: Record<string, unknown> | Record<string, unknown>[]): Promise<unknown> {
  return account.control('POST', '/_faults', rule)
}

function readPage(nextToken?: string) {
  const input = { logGroupName: group, startTime: account.nowMs - HOUR_MS, endTime: account.nowMs, limit: 500 }
  return account.logs.send(new FilterLogEventsCommand({ ...input, nextToken }))
}

async function readAll(mostPages = 400): Promise<FilteredLogEvent[]> {
  const events: FilteredLogEvent[] = []
  let token: string | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await readPage(token)
    events.push(...(page.events ?? []))
    token = page.nextToken
    if (token === undefined) return events
  }
  throw new Error('The pages have no end')
}

/** With lines of text: JSON lines are left as they are. */
async function findBusiestGroup(): Promise<string> {
  const { logGroups = [] } = await calls.logs()
  const readable = logGroups.filter(({ logGroupClass }) => logGroupClass === 'STANDARD')
  let best = { name: '', events: 0 }
  for (const { logGroupName = '' } of readable.slice(0, 12)) {
    const input = { logGroupName, startTime: account.nowMs - HOUR_MS, endTime: account.nowMs }
    const { events = [] } = await account.logs.send(new FilterLogEventsCommand(input))
    const plain = events.filter(({ message = '' }) => !message.startsWith('{')).length
    if (plain > best.events) best = { name: logGroupName, events: plain }
  }
  return best.name
}

const idsOf = (events: readonly FilteredLogEvent[]) => events.map(({ eventId }) => eventId ?? '')

describe('refusals', () => {
  it.each([
    ['lambda', 'ExpiredTokenException', 403],
    ['logs', 'ExpiredTokenException', 400],
    ['xray', 'ExpiredTokenException', 403],
    ['sts', 'ExpiredToken', 403],
  ] as const)('says that the credentials of %s have expired', async (service, name, httpStatusCode) => {
    await fault({ service, kind: 'expired-credentials' })
    await expect(calls[service]()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } })
  })

  it('says that a function was deleted since it was listed, and a group while it is read', async () => {
    await fault([
      { operation: 'GetFunction', kind: 'gone' },
      { operation: 'FilterLogEvents', kind: 'gone', paged: true },
    ])
    const { Functions = [] } = await calls.lambda()
    const { FunctionName } = Functions[0] ?? {}
    await expect(account.lambda.send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    })
    const { nextToken } = await readPage()
    await expect(readPage(nextToken)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it.each(['502', '503', '504'])('answers %s', async (kind) => {
    await fault({ kind })
    for (const call of Object.values(calls)) {
      await expect(call()).rejects.toMatchObject({ $metadata: { httpStatusCode: Number(kind) } })
    }
  })
})

describe('bodies', () => {
  it('answers 200 with HTML, with half of a body, with null for lists, and with fields of the wrong type', async () => {
    await fault({ kind: 'html-200', service: 'logs' })
    await expect(calls.logs()).rejects.toMatchObject({ name: 'SyntaxError', $metadata: { httpStatusCode: 200 } })
    await account.control('DELETE', '/_faults')
    await fault({ kind: 'cut-body', service: 'logs' })
    await expect(calls.logs()).rejects.toMatchObject({ name: 'SyntaxError', $metadata: { httpStatusCode: 200 } })
    await account.control('DELETE', '/_faults')
    await fault({ kind: 'null-lists', service: 'logs' })
    expect((await calls.logs()).logGroups ?? null).toBeNull()
    await account.control('DELETE', '/_faults')
    await fault({ kind: 'bad-fields', service: 'logs' })
    const broken = await calls.logs().then(({ logGroups = [] }) => typeof logGroups[0]?.logGroupName, String)
    expect(broken).not.toBe('string')
  })

  it('stops within an answer without closing the connection', async () => {
    await fault({ kind: 'stall', service: 'logs' })
    const abortSignal = AbortSignal.timeout(300)
    await expect(account.logs.send(new DescribeLogGroupsCommand({}), { abortSignal })).rejects.toThrow()
  })
})

describe('a clock that is an hour ahead', () => {
  it.each(['lambda', 'logs', 'cloudwatch', 'xray', 'sts'] as const)(
    'refuses the signature of %s, and takes it once the caller has set its clock by the answer',
    async (service) => {
      await fault({ service, kind: 'clock-skew', skewMs: HOUR_MS })
      await expect(calls[service]()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
      await calls[service]()
      await account.control('DELETE', '/_faults')
    },
  )
})

describe('pages', () => {
  it('has empty and repeated pages that lead on, and ends in the same events', async () => {
    const calm = idsOf(await readAll())
    expect(calm.length).toBeGreaterThan(1_000)
    await fault([
      { operation: 'FilterLogEvents', kind: 'empty-page', every: 3 },
      { operation: 'FilterLogEvents', kind: 'repeat-page', every: 2 },
    ])
    const disturbed = idsOf(await readAll())
    expect(disturbed.length).toBeGreaterThan(calm.length)
    expect(new Set(disturbed)).toEqual(new Set(calm))
  })

  it('never ends where every page is empty', async () => {
    await fault({ operation: 'FilterLogEvents', kind: 'empty-page' })
    await expect(readAll(30)).rejects.toThrow('no end')
    const first = await readPage()
    const second = await readPage(first.nextToken)
    expect(second.nextToken).not.toBe(first.nextToken)
  })

  it('answers with the token that was sent, and forgets tokens', async () => {
    await fault({ operation: 'FilterLogEvents', kind: 'same-token' })
    const first = await readPage()
    const second = await readPage(first.nextToken)
    expect(second.nextToken).toBe(first.nextToken)
    await account.control('DELETE', '/_faults')
    await fault({ operation: 'FilterLogEvents', kind: 'expired-token' })
    const again = await readPage()
    await expect(readPage(again.nextToken)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})

describe('events', () => {
  it('are out of order and there twice, under the same ids', async () => {
    const calm = idsOf(await readAll())
    await fault({ operation: 'FilterLogEvents', kind: 'shuffle' })
    const shuffled = idsOf(await readAll())
    expect(shuffled).not.toEqual(calm)
    expect(shuffled.toSorted()).toEqual(calm.toSorted())
    await account.control('DELETE', '/_faults')
    await fault({ operation: 'FilterLogEvents', kind: 'duplicate', share: 0.2 })
    const twice = idsOf(await readAll())
    expect(twice.length).toBeGreaterThan(calm.length * 1.2)
    expect(new Set(twice)).toEqual(new Set(calm))
  })

  it('come late, the same ones however often they are asked for, and are there in the end', async () => {
    const calm = await readAll()
    await fault({ operation: 'FilterLogEvents', kind: 'late', share: 0.3, lateMs: 6 * HOUR_MS })
    const early = idsOf(await readAll())
    expect(early.length).toBeLessThan(calm.length * 0.9)
    expect(idsOf(await readAll())).toEqual(early)
    await account.control('DELETE', '/_faults')
    expect(idsOf(await readAll())).toEqual(idsOf(calm))
  })

  it('hold NUL, lone surrogates, bytes that are no UTF-8, and a megabyte, always the same ones', async () => {
    const kinds = ['nul', 'lone-surrogate', 'invalid-utf8', 'big-event']
    await fault(
      kinds.map((kind) => ({ operation: 'FilterLogEvents', kind, share: kind === 'big-event' ? 0.01 : 0.05 })),
    )
    const first = await readAll()
    const messages = first.map(({ message = '' }) => message)
    expect(messages.some((message) => message.includes('\0'))).toBe(true)
    expect(messages.some((message) => /\ud800(?![\udc00-\udfff])/.test(message))).toBe(true)
    expect(messages.some((message) => message.includes('a\ufffd(\ufffdb'))).toBe(true)
    expect(Math.max(...messages.map((message) => Buffer.byteLength(message)))).toBeGreaterThanOrEqual(1024 * 1024)
    expect((await readAll()).map(({ message = '' }) => message)).toEqual(messages)
    expect(messages.filter((message) => message.startsWith('REPORT')).join('')).not.toMatch(/\0|\ufffd/)
  })
})

it('hits only within a stretch of the account’s time', async () => {
  await fault({ kind: 'throttle', service: 'lambda', fromMs: account.nowMs + 1, toMs: account.nowMs + 2 })
  await calls.lambda()
  await account.control('DELETE', '/_faults')
  await fault({ kind: 'throttle', service: 'lambda', fromMs: account.nowMs, toMs: account.nowMs + 1 })
  await expect(calls.lambda()).rejects.toThrow('Rate exceeded')
})

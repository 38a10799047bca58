import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { classifyError, isCutShort } from '@/lib/sync/aws/classify-error'
import { readEventPage } from '@/lib/sync/aws/read-event-page'

type Answer = { status: number; body: string; cut?: boolean }

let server: Server
let logs: CloudWatchLogsClient
let answer: Answer

beforeAll(async () => {
  server = createServer((_, response) => {
    const body = Buffer.from(answer.body)
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1', 'content-length': body.length })
    if (answer.cut) response.write(body.subarray(0, body.length / 2), () => response.destroy())
    else response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  logs = new CloudWatchLogsClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  })
})

afterAll(() => {
  logs.destroy()
  server.close()
})

async function read(next: Answer) {
  answer = next
  const command = new FilterLogEventsCommand({ logGroupName: '/aws/lambda/orders' })
  const page = readEventPage(command)
  await logs.send(command)
  return page()
}

const failureOf = (next: Answer) =>
  read(next).then(
    () => null,
    (error: unknown) => error,
  )
const EVENT = { eventId: '1', logStreamName: 's', message: 'a\0b \ud83d\ude00', timestamp: 5, ingestionTime: 9 }

describe('readEventPage', () => {
  it('reads events and token, with text that can be stored', async () => {
    const body = JSON.stringify({ events: [EVENT], nextToken: 'more' })
    expect(await read({ status: 200, body })).toEqual({
      events: [{ eventId: '1', streamName: 's', message: 'a␀b 😀', atMs: 5 }],
      nextToken: 'more',
    })
  })

  it('gives a line the whole millisecond that its row will have', async () => {
    const events = [4.4, 4.6].map((timestamp) => ({ ...EVENT, timestamp }))
    const page = await read({ status: 200, body: JSON.stringify({ events }) })
    expect(page.events?.map(({ atMs }) => atMs)).toEqual([4, 5])
  })

  it.each([{ events: 7 }, {}, { events: [{ ...EVENT, message: 7 }] }, { events: [null] }, []])(
    'takes %j for no page',
    async (body) => {
      expect((await read({ status: 200, body: JSON.stringify(body) })).events).toBeNull()
    },
  )

  it('leaves refusals to the SDK, and says of what it cannot read what the SDK would', async () => {
    const denied = await failureOf({ status: 400, body: '{"__type":"AccessDeniedException","message":"no"}' })
    expect(classifyError(denied).kind).toBe('denied')
    expect(classifyError(await failureOf({ status: 500, body: '<html></html>' })).kind).toBe('unavailable')
    const html = await failureOf({ status: 200, body: '<html></html>' })
    expect([classifyError(html).kind, isCutShort(html)]).toEqual(['unavailable', false])
    expect(isCutShort(await failureOf({ status: 200, body: '{"events":[{"eventI' }))).toBe(true)
    const cut = await failureOf({ status: 200, body: JSON.stringify({ events: [EVENT, EVENT] }), cut: true })
    expect(classifyError(cut).kind).toBe('unreachable')
  })
})

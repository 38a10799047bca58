import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { batchGetTraces } from '@/lib/sync/aws/batch-get-traces'
import { type AwsClients, createClients } from '@/lib/sync/aws/clients'
import { queryLogEvents } from '@/lib/sync/aws/query-log-events'

const IDS = ['1-5e1b4151-5ac6c58dc39a6b3e3d1b5ab1', '1-5e1b4151-5ac6c58dc39a6b3e3d1b5ab2']
/** What the endpoint answers, in this order, whatever it is asked; a refusal for text that begins with "!". */
let answers: string[] = []
const server = createServer((_request, response) => {
  const answer = answers.shift() ?? '{}'
  response.statusCode = answer.startsWith('!') ? 400 : 200
  response.setHeader('content-type', 'application/json').end(answer.replace('!', ''))
})
let clients: AwsClients
let units: number

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ACCESS_KEY_ID = 'test'
  process.env.AWS_SECRET_ACCESS_KEY = 'test'
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  clients = createClients('eu-west-1')
})

beforeEach(() => {
  units = 0
})

afterAll(() => {
  clients.destroy()
  server.close()
})

function openAws(): AwsAccess {
  const add = async (call: { units: number }) => {
    units += call.units
  }
  return {
    ...{ accountRegionId: 1, region: 'eu-west-1', clients, nowMs: 0, calls: 0, signal: new AbortController().signal },
    meter: { beforeCall: add, afterCall: add },
    states: { save: async () => undefined },
    bucketOf: () => ({ take: async () => undefined, answered: () => undefined, throttled: async () => undefined }),
    outages: { find: async () => null, failed: async () => undefined, accepted: async () => undefined },
  } as unknown as AwsAccess
}

it('counts the traces of an answer that lacks a part', async () => {
  answers = [JSON.stringify({ Traces: [{ Id: IDS[0], Segments: [{ Id: 'a' }] }], UnprocessedTraceIds: [] })]
  await expect(batchGetTraces(openAws(), IDS)).rejects.toThrow()
  expect(units).toBe(1)
})

it('counts all traces that were asked for with every answer that breaks off', async () => {
  const whole = JSON.stringify({ Traces: [{ Id: IDS[0], Segments: [] }], UnprocessedTraceIds: [] })
  answers = ['{"Traces":[{"Id":', whole]
  await batchGetTraces(openAws(), IDS)
  expect(units).toBe(IDS.length + 1)
})

const query = (status: string, bytesScanned: number) =>
  JSON.stringify({ status, results: [], statistics: { bytesScanned } })

it('counts what a query scanned, but not for one that fails', async () => {
  answers = ['{"queryId":"a"}', query('Running', 200), query('Failed', 500), '{"queryId":"b"}', query('Complete', 700)]
  await queryLogEvents(openAws(), '/shop', { fromMs: 0, toMs: 1000 })
  expect(units).toBe(700)
})

it('counts what a query scanned that is given up', async () => {
  const refusal = '!{"__type":"AccessDeniedException","message":"no"}'
  answers = ['{"queryId":"a"}', query('Running', 300), refusal, '{"success":true}', query('Cancelled', 450)]
  await expect(queryLogEvents(openAws(), '/shop', { fromMs: 0, toMs: 1000 })).rejects.toThrow()
  expect(units).toBe(450)
})

it('keeps what was counted of a query of which no more can be told', async () => {
  const refusal = '!{"__type":"AccessDeniedException","message":"no"}'
  answers = ['{"queryId":"a"}', query('Running', 300), refusal, refusal]
  await expect(queryLogEvents(openAws(), '/shop', { fromMs: 0, toMs: 1000 })).rejects.toThrow()
  expect(units).toBe(300)
})

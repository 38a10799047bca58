import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { batchGetTraces } from '@/lib/sync/aws/batch-get-traces'
import { type AwsClients, createClients } from '@/lib/sync/aws/clients'
import { awaitLogQuery } from '@/lib/sync/aws/get-query-results'
import { getTraceSummaries } from '@/lib/sync/aws/get-trace-summaries'
import { openTestAws } from '@/lib/sync/aws/testing/answering-aws'

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
let lost: number

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.AWS_ACCESS_KEY_ID = 'test'
  process.env.AWS_SECRET_ACCESS_KEY = 'test'
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  clients = createClients('eu-west-1')
})

beforeEach(() => {
  units = 0
  lost = 0
})

afterAll(() => {
  clients.destroy()
  server.close()
})

function openAws(): AwsAccess {
  const lostAnswer = async () => {
    lost += 1
  }
  const add = async (call: { units: number }) => {
    units += call.units
  }
  return openTestAws({ clients, meter: { beforeCall: add, afterCall: add, answered: add, lostAnswer } })
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

it('knows of a page of traces whose answer is lost that it was, but not of one that was refused', async () => {
  const page = JSON.stringify({ TraceSummaries: [], TracesProcessedCount: 60 })
  answers = ['{"TraceSummaries":[', JSON.stringify({ TraceSummaries: 7, TracesProcessedCount: {} }), '!{}', page]
  const read = async () => {
    for await (const { isLast } of getTraceSummaries(openAws(), { fromMs: 0, toMs: 60_000 })) expect(isLast).toBe(true)
  }
  await expect(read()).rejects.toThrow()
  expect([units, lost]).toEqual([0, 2])
  await expect(read()).rejects.toThrow()
  await read()
  expect([units, lost]).toEqual([60, 2])
})

const query = (status: string, bytesScanned: number) =>
  JSON.stringify({ status, results: [], statistics: { bytesScanned } })

it('takes what a query scanned for its price, but nothing for one that fails', async () => {
  answers = [query('Running', 200), query('Failed', 500), query('Running', 300), query('Complete', 700)]
  expect(await awaitLogQuery(openAws(), 'a')).toEqual({ status: 'Failed', billedBytes: 0 })
  expect(await awaitLogQuery(openAws(), 'b')).toEqual({ status: 'Complete', billedBytes: 700 })
})

it('knows a query that AWS has forgotten', async () => {
  answers = ['!{"__type":"ResourceNotFoundException","message":"no"}']
  expect(await awaitLogQuery(openAws(), 'a')).toBeNull()
})

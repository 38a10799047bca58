import {
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAccount, type TestAccount } from '@/simulator/testing/start-test-account'

const logGroupName = '/shop/archived-receipts'
const queryString = 'fields @timestamp, @logStream, @message, @ingestionTime | sort @timestamp asc | limit 10000'
let account: TestAccount

beforeAll(async () => {
  account = await startTestAccount({ hours: 2, functions: 42 })
})
afterAll(() => account.close())

function start(more: object = {}) {
  const times = { startTime: account.nowMs / 1000 - 1800, endTime: account.nowMs / 1000 }
  return account.logs.send(new StartQueryCommand({ logGroupName, ...times, queryString, ...more }))
}

async function results(queryId: string | undefined): Promise<GetQueryResultsCommandOutput> {
  for (;;) {
    const answer = await account.logs.send(new GetQueryResultsCommand({ queryId }))
    if (answer.status !== 'Scheduled' && answer.status !== 'Running') return answer
  }
}

type Bill = { byApi: { operation: string; billedUnits: number; usd: number }[] }

describe('Logs Insights', () => {
  it('gives the lines of a group of the class Infrequent Access, and bills the bytes that it scanned', async () => {
    const expected = [...account.world.logEvents('eu-west-1', logGroupName, account.nowMs - 1_800_000, account.nowMs)]
    expect(expected.length).toBeGreaterThan(20)
    const { queryId } = await start()
    const first = await account.logs.send(new GetQueryResultsCommand({ queryId }))
    expect(first.status).toBe('Running')
    const answer = await results(queryId)
    const rows = (answer.results ?? []).map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])))
    expect(rows.map((row) => row['@message'])).toEqual(expected.map(({ message }) => message))
    expect(rows[0]?.['@timestamp']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
    expect(rows[0]?.['@ptr']).not.toBe('')
    const bytes = expected.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0)
    expect(answer.statistics).toMatchObject({ bytesScanned: bytes, recordsMatched: expected.length })
    const { byApi } = (await account.control('GET', '/_bill')) as Bill
    const line = byApi.find(({ operation }) => operation === 'StartQuery')
    expect(line?.billedUnits).toBe(bytes)
    expect(line?.usd).toBeCloseTo((bytes * 0.005) / 1e9, 12)
  })

  it('pages, stops, and refuses what it cannot do', async () => {
    const { queryId } = await start()
    await results(queryId)
    const page = await account.logs.send(new GetQueryResultsCommand({ queryId, maxItems: 5 }))
    expect(page.results).toHaveLength(5)
    const next = await account.logs.send(new GetQueryResultsCommand({ queryId, nextToken: page.nextToken }))
    expect(next.results?.length).toBeGreaterThan(5)
    const stopped = await start()
    await account.logs.send(new StopQueryCommand({ queryId: stopped.queryId }))
    expect((await results(stopped.queryId)).status).toBe('Cancelled')
    await expect(start({ queryString: 'stats count(*)' })).rejects.toMatchObject({ name: 'MalformedQueryException' })
    await expect(start({ logGroupName: '/none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    await expect(results('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('runs a hundred queries at once at most, and has one fail now and then', async () => {
    const started: (string | undefined)[] = []
    await expect(
      (async () => {
        for (let serial = 0; serial <= 100; serial += 1) started.push((await start({ limit: 1 })).queryId)
      })(),
    ).rejects.toMatchObject({ name: 'LimitExceededException' })
    expect(started).toHaveLength(100)
    const answers = await Promise.all(started.map(results))
    const failed = answers.filter(({ status }) => status === 'Failed')
    expect(failed.length).toBeGreaterThan(5)
    expect(failed[0]?.statistics?.bytesScanned).toBeGreaterThan(0)
  })
})

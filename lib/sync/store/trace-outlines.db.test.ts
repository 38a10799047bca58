import { afterAll, beforeAll, expect, it } from 'vitest'
import { getTrace } from '@/lib/server/queries/get-trace'
import { getTraceView } from '@/lib/server/queries/get-trace-view'
import { listSpanIds } from '@/lib/server/queries/list-span-ids'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'
import { storeTraceSummaries } from '@/lib/sync/store/store-trace-summaries'

const START_MS = Date.UTC(2026, 10, 20, 15, 30)
const ID = '1-691f3210-000000000000000000000001'
const SUMMARY = {
  ...{ id: ID, startedAtMs: START_MS, durationMs: null, responseMs: null, revision: 1, isPartial: false },
  ...{ hasError: false, hasFault: false, hasThrottle: false, httpMethod: null, httpUrl: null, httpStatus: null },
  entryPoint: 'shop',
  annotations: {},
  details: { services: [], users: [], arns: [], instances: [], zones: [], userAgent: null, clientIp: null },
}
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await db.pool.query(
    `INSERT INTO account_region (account_id, region) VALUES ('111122223333', 'eu-west-1'), ('111122223333', 'us-east-1')`,
  )
  const day = 86_400_000
  await ensurePartitions(db.pool, TRACE_TABLES, { fromMs: START_MS - day, toMs: START_MS + day })
})

afterAll(() => db.close())

/** A root that called functions, three spans each, one of them still running, and a document that is no segment. */
function documentsOf(functions: number): string[] {
  const hex = (value: number) => value.toString(16).padStart(16, '0')
  const at = START_MS / 1000
  const root = { id: hex(1), name: 'shop', start_time: at, end_time: at + functions }
  const called = Array.from({ length: functions }, (_, index) => {
    const from = at + index / 2
    const own = { id: hex(100_000 + index), name: 'DynamoDB', namespace: 'aws', start_time: from, end_time: from + 0.2 }
    return {
      ...{ id: hex(10_000 + index), parent_id: hex(1), name: `fn-${index % 7}`, origin: 'AWS::Lambda::Function' },
      ...{
        start_time: from,
        ...(index === 3 ? { in_progress: true } : { end_time: from + 0.4 }),
        fault: index % 5 === 0,
      },
      aws: { request_id: `00000000-0000-4000-8000-${index.toString().padStart(12, '0')}` },
      subsegments: [{ ...own, subsegments: [{ ...own, id: hex(200_000 + index), name: 'attempt' }] }],
    }
  })
  return [root, ...called, ['no segment']].map((document) => JSON.stringify(document))
}

async function store(placeId: number, documents: readonly string[]): Promise<void> {
  const client = await db.pool.connect()
  try {
    await inTransaction(client, async () => {
      await storeTraceSummaries(client, placeId, [SUMMARY], START_MS)
      const due = { id: ID, revision: 1, isPartial: false, startedAtMs: START_MS }
      const segments = documents.map((document, at) => ({ id: String(at), document }))
      const trace = readTrace(due, { id: ID, limitExceeded: false, segments })
      await storeTraceDocuments(client, placeId, [trace], START_MS)
    })
  } finally {
    client.release()
  }
}

async function keptOutlines(): Promise<number> {
  const { rows } = await db.pool.query('SELECT count(outline)::int AS kept FROM trace_documents')
  return rows[0].kept
}

/** The same of the documents alone. Writing the row gives it another version. */
async function viewOfDocuments() {
  await db.pool.query('UPDATE trace_documents SET outline = NULL')
  return { ...(await getTraceView(db, ID)), version: '' }
}

it('shows of a large trace what its documents say, without reading them', async () => {
  await store(1, documentsOf(400))
  expect(await keptOutlines()).toBe(1)
  const view = await getTraceView(db, ID)
  const { spans, ...trace } = await getTrace(db, ID)
  expect(view).toMatchObject(trace)
  expect(view.unreadable).toBe(1)
  expect(view.columns.ids).toEqual(spans.map(({ id }) => id))
  const { ids } = await listSpanIds(db, ID, { first: 1_000, version: view.version })
  expect(ids).toEqual(spans.slice(1_000).map(({ id }) => id))
  expect(ids.length).toBe(201)
  await expect(listSpanIds(db, ID, { first: 0, version: 'other' })).rejects.toMatchObject({ code: 'CONFLICT' })
  expect({ ...view, version: '' }).toEqual(await viewOfDocuments())
})

it('keeps no outline of a small trace, and replaces that of one that grew', async () => {
  await store(1, documentsOf(20))
  expect(await keptOutlines()).toBe(0)
  expect((await getTraceView(db, ID)).columns.count).toBe(61)
  await store(1, documentsOf(500))
  expect((await getTraceView(db, ID)).columns.count).toBe(1_501)
})

it('joins what two regions tell of one trace from their documents', async () => {
  await store(1, documentsOf(400))
  await store(2, [
    JSON.stringify({
      id: 'f'.repeat(16),
      parent_id: '2710'.padStart(16, '0'),
      name: 'there',
      start_time: START_MS / 1000,
      end_time: START_MS / 1000 + 1,
    }),
  ])
  expect((await getTraceView(db, ID)).columns.count).toBe(1_202)
})

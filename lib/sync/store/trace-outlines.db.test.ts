import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unpackTraceOutline } from '@/lib/server/blocks/pack-trace-outline'
import { getTrace } from '@/lib/server/queries/get-trace'
import { findStoredOutline, getTraceView } from '@/lib/server/queries/get-trace-view'
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

/** before: what is waited for until the transaction ends. */
async function store(placeId: number, documents: readonly string[], before?: () => Promise<void>): Promise<void> {
  const client = await db.pool.connect()
  try {
    await inTransaction(client, async () => {
      await storeTraceSummaries(client, placeId, [SUMMARY], START_MS)
      const due = { id: ID, revision: 1, isPartial: false, startedAtMs: START_MS }
      const segments = documents.map((document, at) => ({ id: String(at), document }))
      const trace = readTrace(due, { id: ID, limitExceeded: false, segments })
      await storeTraceDocuments(client, placeId, [trace], START_MS)
      await before?.()
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

const spanIdThere = (id: string) => `9${id.padStart(15, '0')}`

/** A span of another account-region below the first function of documentsOf. */
function spanThere(id: string): string {
  const at = START_MS / 1000
  const times = { start_time: at, end_time: at + 1 }
  return JSON.stringify({ id: spanIdThere(id), parent_id: '2710'.padStart(16, '0'), name: 'there', ...times })
}

/** Which of the account-regions keeps an outline that is answered now. */
async function placesOfCurrent(): Promise<number[]> {
  const places = []
  const { rows } = await db.pool.query('SELECT account_region_id AS id, outline FROM trace_documents ORDER BY 1')
  for (const { id, outline } of rows) {
    const found = await findStoredOutline(db, ID)
    if (outline !== null && found !== null && isDeepStrictEqual(found.outline, unpackTraceOutline(outline)))
      places.push(id)
  }
  return places
}

it('keeps of a trace of two account-regions what both tell, with whichever was stored last', async () => {
  await store(1, documentsOf(400))
  await store(2, [spanThere('f')])
  expect(await placesOfCurrent()).toEqual([2])
  const view = await getTraceView(db, ID)
  expect(view.columns.count).toBe(1_202)
  expect(view.unreadable).toBe(1)
  expect((await listSpanIds(db, ID, { first: 0, version: view.version })).ids).toContain(spanIdThere('f'))
  expect({ ...view, version: '' }).toEqual(await viewOfDocuments())

  await store(1, documentsOf(500))
  expect(await placesOfCurrent()).toEqual([1])
  const grown = await getTraceView(db, ID)
  expect(grown.columns.count).toBe(1_502)
  expect({ ...grown, version: '' }).toEqual(await viewOfDocuments())
})

it('answers from the documents where another account-region is not what it was when the outline was made', async () => {
  await store(1, documentsOf(400))
  await store(2, [spanThere('f')])
  await store(2, [spanThere('e'), spanThere('f')])
  expect((await getTraceView(db, ID)).columns.count).toBe(1_203)
  await db.pool.query('UPDATE trace_documents SET body = body WHERE account_region_id = 1')
  expect(await findStoredOutline(db, ID)).toBeNull()
  expect((await getTraceView(db, ID)).columns.count).toBe(1_203)
  await db.pool.query('DELETE FROM trace_documents WHERE account_region_id = 2')
  expect((await getTraceView(db, ID)).columns.count).toBe(1_201)
})

it('keeps an outline of a trace that is large only together', async () => {
  await store(1, documentsOf(200))
  const there = Array.from({ length: 500 }, (_, at) => spanThere(at.toString(16)))
  await store(2, there)
  expect(await keptOutlines()).toBe(1)
  expect((await getTraceView(db, ID)).columns.count).toBe(1_101)
})

it('sees both parts of a trace that two account-regions store at once', async () => {
  await store(2, [spanThere('f')])
  await store(1, documentsOf(20))
  let second = Promise.resolve()
  await store(1, documentsOf(400), async () => {
    second = store(2, [spanThere('e'), spanThere('f')])
    const waiting = 'SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted'
    await expect.poll(async () => (await db.pool.query(waiting)).rows[0].count).toBe(1)
  })
  await second
  expect(await placesOfCurrent()).toEqual([2])
  expect((await findStoredOutline(db, ID))?.outline.columns.count).toBe(1_203)
})

import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getSpanDetail } from '@/lib/server/queries/get-span-detail'
import { getTrace } from '@/lib/server/queries/get-trace'
import { getTraceGraph } from '@/lib/server/queries/get-trace-graph'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { rereadTracesOf } from '@/lib/sync/store/reread-traces-of'
import { readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const DAY_MS = 86_400_000
const ID = '1-691f3210-000000000000000000000001'
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await db.pool.query(`INSERT INTO account_region (account_id, region) VALUES ('111122223333', 'eu-west-1')`)
  await db.pool.query(
    `INSERT INTO lambda_function (account_region_id, arn, name, seen_at) VALUES (1, 'arn:aws:lambda:eu-west-1:1:function:fn', 'fn', now())`,
  )
  const range = { fromMs: NOW_MS - 2 * DAY_MS, toMs: NOW_MS + 2 * DAY_MS }
  await ensurePartitions(db.pool, TRACE_TABLES, range)
})

afterAll(() => db.close())

async function store(documents: readonly string[]): Promise<void> {
  await db.pool.query('TRUNCATE trace, trace_documents, trace_function, trace_graph, graph_due')
  await db.pool.query(
    `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision)
     VALUES (1, $1, $2, false, false, false, false, 1)`,
    [ID, new Date(NOW_MS)],
  )
  const due = { id: ID, revision: 1, isPartial: false, startedAtMs: NOW_MS }
  const segments = documents.map((document, at) => ({ id: String(at), document }))
  const client = await db.pool.connect()
  try {
    const trace = readTrace(due, { id: ID, limitExceeded: false, segments })
    await inTransaction(client, () => storeTraceDocuments(client, 1, [trace], NOW_MS))
  } finally {
    client.release()
  }
}

/** What a document may hold where AWS has a text, a number, an object or a list. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\0', '\ud800', 'fn', 1e308, -1, 1e12, NOW_MS / 1000, 'x'.repeat(5_000)),
)
const fields = fc.record(
  {
    id: fc.constantFrom('a', 'b', 'c', '\0', '0a5d33388552b5f5'),
    spanId: fc.constantFrom('0a5d33388552b5f5', '0a5d33388552b5f6'),
    parent_id: fc.constantFrom('a', 'b', 'c'),
    parentSpanId: fc.constantFrom('0a5d33388552b5f5', 'a'),
    name: odd,
    origin: fc.constantFrom('AWS::Lambda', 'AWS::Lambda::Function', '\0'),
    start_time: odd,
    end_time: odd,
    startTimeUnixNano: odd,
    endTimeUnixNano: odd,
    http: fc.record({ request: fc.record({ method: odd, url: odd }), response: fc.record({ status: odd }) }),
    aws: fc.dictionary(fc.constantFrom('request_id', 'function_arn', 'operation', 'table_name', 'account_id'), odd),
    attributes: fc.dictionary(
      fc.constantFrom('aws.request_id', 'http.status_code', 'aws.xray.annotation_keys', 'x'),
      odd,
    ),
    resource: fc.record({ attributes: fc.dictionary(fc.constantFrom('service.name', 'cloud.resource_id'), odd) }),
    resource_arn: odd,
    cause: odd,
    annotations: odd,
    metadata: odd,
    links: odd,
    sql: odd,
    events: odd,
    _aws: fc.record({ xray: odd }),
    subsegments: fc.array(fc.record({ id: fc.constantFrom('a', 'd'), name: odd, aws: odd, namespace: odd })),
  },
  { requiredKeys: [] },
)
const anyDocument = fc.oneof(
  fields.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: 'binary' }),
)

it('stores any documents, and pages show what can be read of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyDocument, { maxLength: 6 }), async (documents) => {
      await store(documents)
      const { spans } = await getTrace(db, ID)
      await getTraceGraph(db, ID)
      const first = spans[0]
      if (first !== undefined) expect(await getSpanDetail(db, ID, first.id)).toMatchObject({ id: first.id })
    }),
    { numRuns: 100 },
  )
}, 60_000)

it('stores a document of 64 KB and one that nests as deep as that', async () => {
  const deep = `${'{"id":"a","subsegments":['.repeat(2_600)}${']}'.repeat(2_600)}`
  await store([
    JSON.stringify({ id: 'b', name: 'y'.repeat(64_000) }),
    deep,
    `{"id":"c","metadata":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
  ])
  expect((await getTrace(db, ID)).spans.length).toBeGreaterThanOrEqual(3)
})

it('stores a trace of ten thousand segments', async () => {
  const times = { start_time: NOW_MS / 1000, end_time: NOW_MS / 1000 + 1 }
  await store(
    Array.from({ length: 10_000 }, (_, at) =>
      JSON.stringify({ id: `s${at}`, name: 'fn', parent_id: `s${at - 1}`, ...times }),
    ),
  )
  expect((await getTrace(db, ID)).spans).toHaveLength(10_000)
}, 60_000)

it('stores a trace whose function has a name that no index holds', async () => {
  const name = Array.from({ length: 9_000 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join('')
  await store([JSON.stringify({ id: 'a', name, origin: 'AWS::Lambda::Function', start_time: NOW_MS / 1000 })])
  expect((await getTrace(db, ID)).spans[0]?.functionName).toBe(name)
})

it('reads traces again that name a function which became known, of the last thirty days and of no other function', async () => {
  const daysAgo = [1, 1, 1, 29, 31]
  const names = ['fn', 'fn', 'other', 'fn', 'fn']
  const range = { fromMs: NOW_MS - 32 * DAY_MS, toMs: NOW_MS }
  await ensurePartitions(db.pool, TRACE_TABLES, range)
  await db.pool.query('TRUNCATE trace, trace_documents, trace_function, trace_graph, graph_due')
  await db.pool.query(
    `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision, function_names)
     SELECT 1, n::text, $1::timestamptz - days * interval '1 day', false, false, false, false, 1, ARRAY[name]
     FROM unnest($2::int[], $3::text[]) WITH ORDINALITY AS t(days, name, n)`,
    [new Date(NOW_MS), daysAgo, names],
  )
  await db.pool.query(
    `INSERT INTO lambda_function (account_region_id, arn, name, seen_at) VALUES (1, 'arn:aws:lambda:eu-west-1:1:function:other', 'other', now())`,
  )
  await db.pool.query(`INSERT INTO trace_function SELECT 1, 1, started_at, id, '' FROM trace WHERE id = '2'`)
  const client = await db.pool.connect()
  await inTransaction(client, () => rereadTracesOf(client, 1, ['fn'], NOW_MS)).finally(() => client.release())
  const due = await db.pool.query<{ id: string }>('SELECT id FROM trace WHERE fetch_after IS NOT NULL ORDER BY id')
  expect(due.rows.map(({ id }) => id)).toEqual(['1', '4'])
})

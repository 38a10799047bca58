import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unpackDocuments } from '@/lib/server/blocks/pack-documents'
import { getTrace } from '@/lib/server/queries/get-trace'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { daysOfSpans, readSpanRecords, storeSpans } from '@/lib/sync/store/store-spans'

const NOW_MS = Date.UTC(2026, 10, 20, 0, 10)
/** Shortly before midnight: the spans of one trace lie on two days. */
const START_MS = Date.UTC(2026, 10, 19, 23, 59, 59, 500)
const REQUEST_ID = '63ea79ab-1c2d-4e3f-8a9b-0123456789ab'
const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:orders'

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await db.pool.query(`INSERT INTO account_region (account_id, region) VALUES ('111122223333', 'eu-west-1')`)
  await db.pool.query(
    `INSERT INTO lambda_function (account_region_id, arn, name, seen_at) VALUES (1, $1, 'orders', now())`,
    [FUNCTION_ARN],
  )
  const range = { fromMs: START_MS - 2 * 86_400_000, toMs: NOW_MS + 2 * 86_400_000 }
  await ensurePartitions(db.pool, TRACE_TABLES, range)
})

afterAll(() => db.close())

type Times = { fromMs: number; toMs: number | null }

function span(trace: number, serial: number, { fromMs, toMs }: Times, fields: object): LogEventRecord {
  const nanoseconds = (ms: number) => `${START_MS + ms}000000`
  const text = JSON.stringify({
    traceId: `691f3210${String(trace).padStart(24, '0')}`,
    spanId: `${String(trace).padStart(4, '0')}${String(serial).padStart(12, '0')}`,
    ...fields,
  })
  const times = `"startTimeUnixNano":${nanoseconds(fromMs)},"endTimeUnixNano":${toMs === null ? null : nanoseconds(toMs)}`
  const atMs = START_MS + (toMs ?? fromMs)
  const message = `${text.slice(0, -1)},${times}}`
  return { eventId: String(trace * 100 + serial), streamName: 'default', atMs, message }
}

/** A function that was called and that called a table; its own span is written when it begins, too. */
function spansOf(trace: number): LogEventRecord[] {
  const id = (serial: number) => `${String(trace).padStart(4, '0')}${String(serial).padStart(12, '0')}`
  const resource = { attributes: { 'service.name': 'orders', 'cloud.resource_id': FUNCTION_ARN } }
  const service = { 'aws.xray.origin': 'AWS::Lambda', 'aws.request_id': REQUEST_ID }
  const handler = {
    parentSpanId: id(1),
    kind: 'SERVER',
    resource,
    attributes: { 'aws.xray.origin': 'AWS::Lambda::Function', 'aws.xray.annotation_keys': ['order'], order: trace },
  }
  const call = {
    parentSpanId: id(2),
    kind: 'CLIENT',
    attributes: { 'rpc.system': 'aws-api', 'rpc.method': 'PutItem', 'aws.table_name': 'orders' },
    status: { code: 'ERROR' },
    _aws: { xray: { name: 'DynamoDB', namespace: 'aws', type: 'subsegment' } },
  }
  return [
    span(trace, 1, { fromMs: 0, toMs: 900 }, { kind: 'SERVER', resource, attributes: service }),
    span(
      trace,
      2,
      { fromMs: 10, toMs: null },
      { ...handler, attributes: { ...handler.attributes, 'aws.xray.inprogress': true } },
    ),
    span(trace, 2, { fromMs: 10, toMs: 880 }, handler),
    span(trace, 3, { fromMs: 20, toMs: 860 }, call),
  ]
}

const EVENTS = [1, 2, 3].flatMap(spansOf)
const RUBBISH: LogEventRecord = { ...(EVENTS[0] as LogEventRecord), eventId: '999', message: '{"spanId":"x"}' }

async function storePages(pages: readonly (readonly LogEventRecord[])[]): Promise<number> {
  await db.pool.query('TRUNCATE trace, trace_documents, trace_function, trace_graph, graph_due')
  const client = await db.pool.connect()
  try {
    let added = 0
    for (const page of pages)
      added += await inTransaction(client, () => storeSpans(client, 1, readSpanRecords(page), NOW_MS))
    return added
  } finally {
    client.release()
  }
}

async function dump() {
  const traces = await db.pool.query(
    `SELECT id, started_at, duration_ms, response_ms, has_error, has_fault, complete, span_count, function_names, annotations,
            entry_point, fetch_after FROM trace ORDER BY id`,
  )
  const documents = await db.pool.query<{ trace_id: string; started_at: Date; body: Buffer }>(
    'SELECT trace_id, started_at, body FROM trace_documents ORDER BY trace_id',
  )
  const functions = await db.pool.query('SELECT * FROM trace_function ORDER BY trace_id, request_id')
  const unpacked = documents.rows.map(({ body, ...row }) => ({ ...row, texts: unpackDocuments(body) }))
  const graphs = await db.pool.query('SELECT * FROM trace_graph ORDER BY trace_id')
  return { traces: traces.rows, documents: unpacked, functions: functions.rows, graphs: graphs.rows }
}

it('sums a trace up from its spans, and has nothing of it asked of X-Ray', async () => {
  await storePages([[...EVENTS, RUBBISH]])
  const { traces, functions } = await dump()
  expect(traces).toHaveLength(3)
  expect(traces[0]).toMatchObject({
    id: '1-691f3210-000000000000000000000001',
    started_at: new Date(START_MS),
    duration_ms: 900,
    complete: true,
    span_count: 3,
    function_names: ['orders'],
    annotations: { order: 1 },
    fetch_after: null,
  })
  expect(functions).toHaveLength(3)
  expect(functions[0]).toMatchObject({ request_id: REQUEST_ID })
  const trace = await getTrace(db, '691f3210000000000000000000000002')
  expect(trace).toMatchObject({ documents: 'read', complete: true, durationMs: 900 })
  expect(trace.spans.map(({ name, depth, fault }) => `${depth} ${name} ${fault}`)).toEqual([
    '0 orders false',
    '1 orders false',
    '2 DynamoDB true',
  ])
})

it('is not complete while a span has only begun', async () => {
  await storePages([EVENTS.filter((_event, at) => at % 4 !== 2)])
  const { traces } = await dump()
  expect(traces[0]).toMatchObject({ complete: false, fetch_after: null, span_count: 3 })
})

it('ends in the same rows however the spans come: in any order, in any pages, some of them twice', async () => {
  await storePages([EVENTS])
  const expected = await dump()
  const anyPages = fc
    .shuffledSubarray([...EVENTS, ...EVENTS], { minLength: EVENTS.length * 2 })
    .chain((events) => fc.tuple(fc.constant(events), fc.integer({ min: 1, max: events.length })))
  await fc.assert(
    fc.asyncProperty(anyPages, async ([events, size]) => {
      const pages = Array.from({ length: Math.ceil(events.length / size) }, (_, at) =>
        events.slice(at * size, at * size + size),
      )
      const added = await storePages(pages)
      expect(await dump()).toEqual(expected)
      // Of what was written at the beginning of a span only what came before its end counts.
      expect(added).toBeGreaterThanOrEqual(9)
      expect(added).toBeLessThanOrEqual(12)
    }),
    { numRuns: 25 },
  )
})

it('stores the traces of a page in batches, and cuts one that has too many spans once and for all', async () => {
  await db.pool.query('TRUNCATE trace, trace_documents, trace_function, trace_graph, graph_due')
  const many = Array.from({ length: 450 }, (_, at) => spansOf(at + 1)[0] as LogEventRecord)
  const client = await db.pool.connect()
  const asked: number[] = []
  const query = client.query.bind(client)
  Object.assign(client, {
    query: (text: string, values: unknown[] = []) => {
      if (/LEFT JOIN trace_documents/.test(text)) asked.push((values[1] as string[]).length)
      return query(text, values)
    },
  })
  const store = (events: readonly LogEventRecord[], most?: number) =>
    inTransaction(client, () => storeSpans(client, 1, readSpanRecords(events), NOW_MS, most))
  try {
    expect(await store(many)).toBe(450)
    expect(asked).toEqual([200, 200, 50])
    const [first, , second, third] = spansOf(1) as [LogEventRecord, LogEventRecord, LogEventRecord, LogEventRecord]
    expect(await store([first, second, third], 2)).toBe(1)
    expect(await store([third], 9)).toBe(0)
  } finally {
    Object.assign(client, { query })
    client.release()
  }
  const { rows } = await db.pool.query(
    'SELECT limit_exceeded, span_count, count(*)::int AS n FROM trace GROUP BY 1, 2 ORDER BY 1',
  )
  expect(rows).toEqual([
    { limit_exceeded: false, span_count: 1, n: 449 },
    { limit_exceeded: true, span_count: 2, n: 1 },
  ])
})

it('keeps traces under the days on which they began', () => {
  const days = daysOfSpans(readSpanRecords(EVENTS))
  expect(days?.fromMs).toBeLessThanOrEqual(START_MS - 86_400_000)
  expect(days?.toMs).toBeGreaterThanOrEqual(START_MS + 86_400_000)
  expect(daysOfSpans(readSpanRecords([RUBBISH]))).toBeNull()
})

it('does not believe a span that claims to have begun in another age', async () => {
  const [first] = EVENTS
  const message = first?.message.replace(/"startTimeUnixNano":\d+/, '"startTimeUnixNano":1000000000000000000') ?? ''
  await storePages([[{ ...(first as LogEventRecord), message }]])
  const { traces } = await dump()
  expect(Math.abs(Number(traces[0]?.started_at) - START_MS)).toBeLessThan(86_400_000)
})

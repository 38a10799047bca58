import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ListTracesRequest } from '@/lib/contracts/traces'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { indexTrace } from '@/lib/domain/traces/facts/index-trace'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import type { TraceFacts } from '@/lib/domain/traces/facts/trace-facts'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { packDocuments } from '@/lib/server/blocks/pack-documents'
import { getSpanDetail } from '@/lib/server/queries/get-span-detail'
import { getSpanPlace } from '@/lib/server/queries/get-span-place'
import { getTrace } from '@/lib/server/queries/get-trace'
import { getTraceColumns } from '@/lib/server/queries/get-trace-columns'
import { getTraceGraph } from '@/lib/server/queries/get-trace-graph'
import { getTraceView } from '@/lib/server/queries/get-trace-view'
import { listSpanIds } from '@/lib/server/queries/list-span-ids'
import { listSpans } from '@/lib/server/queries/list-spans'
import { listTraces } from '@/lib/server/queries/list-traces'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  requestIdOf,
  type SeededPlace,
  seedFunction,
  seedInvocations,
  seedPartitions,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
const idOf = (index: number) => `1-${index.toString(16).padStart(8, '0')}-${'a'.repeat(24)}`
const S = T0 / 1000

const CALLED = {
  id: '00000000000000a1',
  name: 'orders',
  origin: 'AWS::Lambda',
  start_time: S,
  end_time: S + 4,
  aws: { request_id: requestIdOf(1) },
  resource_arn: `arn:aws:lambda:eu-west-1:111122223333:function:orders`,
}
const RAN = {
  id: '00000000000000a2',
  parent_id: '00000000000000a1',
  name: 'orders',
  origin: 'AWS::Lambda::Function',
  start_time: S + 0.5,
  end_time: S + 4,
  fault: true,
  annotations: { tier: 'gold' },
  cause: { exceptions: [{ id: 'e1', type: 'Error', message: 'boom', stack: [] }] },
  subsegments: [
    {
      id: '00000000000000a3',
      name: 'DynamoDB',
      namespace: 'aws',
      start_time: S + 1,
      end_time: S + 3.5,
      aws: { operation: 'PutItem', table_name: 'orders' },
    },
  ],
}
const DOCUMENTS = [CALLED, RAN]
const UNKNOWN = {
  durationMs: null,
  responseMs: null,
  entryPoint: null,
  httpMethod: null,
  httpUrl: null,
  httpStatus: null,
}

async function seedTrace(
  place: SeededPlace,
  index: number,
  extra: Record<string, unknown> = {},
  known: TraceFacts = {},
): Promise<void> {
  const flags = { hasError: false, hasFault: false, hasThrottle: false, isPartial: false, complete: true }
  const startedAt = new Date(T0 + Math.floor(index / 5) * 1000)
  const data = {
    accountRegionId: place.id,
    id: idOf(index),
    startedAt,
    revision: 1,
    durationMs: (index % 3) * 100,
    ...flags,
    ...extra,
  }
  const { facts, terms } = indexTrace({ ...UNKNOWN, ...data }, known)
  await db.prisma.trace.create({ data: { ...data, terms } })
  await db.pool.query('update trace set facts = $2 where id = $1 and account_region_id = $3', [
    data.id,
    facts,
    place.id,
  ])
}

async function seedDocuments(
  place: { id: number },
  index: number,
  documents: Record<string, unknown>[],
  names: string[],
) {
  const texts = documents.map((document) => JSON.stringify({ trace_id: idOf(index), ...document }))
  await db.pool.query(
    'insert into trace_documents (account_region_id, trace_id, started_at, names, body) values ($1, $2, $3, $4, $5)',
    [place.id, idOf(index), new Date(T0), names, packDocuments(texts)],
  )
}

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const place = await seedPlace(db)
  const there = await seedPlace(db, 'us-east-1')
  for (let index = 0; index < 20; index += 1) await seedTrace(index === 19 ? there : place, index)
  await seedTrace(
    place,
    20,
    {
      hasFault: true,
      httpStatus: 502,
      httpUrl: 'https://shop.example/orders',
      httpMethod: 'POST',
      responseMs: 2500,
      durationMs: 4000,
      documentsRevision: 1,
    },
    readTraceFacts(parseSegments(DOCUMENTS), null),
  )
  const annotations = [
    { k: 'tier', s: 'gold' },
    { k: 'items', v: 3 },
    { k: 'ColdStart', b: true },
    { k: '7', s: '9' },
  ]
  const checkout = { n: ['checkout'], y: 'AWS::Lambda' }
  await seedTrace(
    place,
    21,
    { hasError: true, httpStatus: 404, functionNames: ['checkout'] },
    { s: [checkout], k: annotations },
  )
  const front = { n: ['shop/Prod'], y: 'AWS::ApiGateway::Stage' }
  await seedTrace(place, 22, { hasThrottle: true, entryPoint: 'shop/Prod', durationMs: null }, { s: [front] })
  // The same trace ID in two regions: a call from one to the other.
  await seedTrace(there, 0, { startedAt: new Date(T0) })
  const fn = await seedFunction(db, place, 'orders')
  await seedDocuments(place, 20, DOCUMENTS, ['DynamoDB', 'orders'])
  await seedInvocations(db, fn, [
    { atMs: T0 + 500, requestId: requestIdOf(1), traceId: idOf(20), version: '4' },
    { atMs: T0 + 900, requestId: requestIdOf(2), traceId: null },
  ])
})
afterAll(() => db.close())

const list = (request: Partial<ListTracesRequest> = {}) =>
  listTraces(db, { from: T0, to: T0 + HOUR, limit: 100, sort: 'newest', ...request }, T0 + HOUR)
const found = async (filter: string) =>
  (await list({ filter })).items.map((item) => Number.parseInt(item.id.slice(2, 10), 16))

describe('listTraces', () => {
  it.each([1, 4, 23, 24])('reads every trace once in pages of %i, in every order', async (limit) => {
    for (const sort of ['newest', 'oldest', 'slowest', 'fastest', 'failed', 'largest'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await list({ limit, sort, cursor })
        seen.push(...page.items.map((item) => `${item.id} ${item.region}`))
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      expect(seen).toHaveLength(24)
      expect(new Set(seen).size).toBe(24)
    }
  })

  it('stands slowest first, those of unknown length last', async () => {
    const durations = (await list({ sort: 'slowest' })).items.map((item) => item.durationMs)
    expect(durations[0]).toBe(4000)
    expect(durations.at(-1)).toBeNull()
  })

  it('stands oldest or fastest first as well, those of unknown length last', async () => {
    const [oldest, newest] = [await list({ sort: 'oldest' }), await list()]
    expect(oldest.items.map(({ id, region }) => [id, region])).toEqual(
      newest.items.map(({ id, region }) => [id, region]).reverse(),
    )
    const durations = (await list({ sort: 'fastest' })).items.map((item) => item.durationMs ?? Number.POSITIVE_INFINITY)
    expect(durations).toEqual(durations.toSorted((a, b) => a - b))
    expect(durations.at(-1)).toBe(Number.POSITIVE_INFINITY)
    const filtered = await list({ sort: 'fastest', filter: 'fault OR throttle' })
    expect(filtered.items.map(({ id }) => id)).toEqual([idOf(20), idOf(22)])
  })

  it('stands those that failed first: faults, throttles, errors, then others, each the newest first', async () => {
    const { items } = await list({ sort: 'failed' })
    const [newest] = (await list()).items.filter(
      ({ hasError, hasFault, hasThrottle }) => !hasError && !hasFault && !hasThrottle,
    )
    expect(items.slice(0, 4).map(({ id }) => id)).toEqual([idOf(20), idOf(22), idOf(21), newest?.id])
    expect((await list({ sort: 'failed', filter: 'error OR throttle' })).items.map(({ id }) => id)).toEqual([
      idOf(22),
      idOf(21),
    ])
  })

  it('stands those of most segments first, and those that are not read last', async () => {
    const counts = [3, 900, 40]
    for (const [at, count] of counts.entries()) {
      await db.prisma.trace.updateMany({ where: { id: idOf(at + 5) }, data: { spanCount: count } })
    }
    const { items } = await list({ sort: 'largest' })
    expect(items.slice(0, 4).map(({ spanCount }) => spanCount)).toEqual([900, 40, 3, null])
    const { nextCursor } = await list({ sort: 'largest', limit: 3 })
    expect((await list({ sort: 'largest', cursor: nextCursor ?? '' })).items).toEqual(items.slice(3))
  })

  it.each(['failed', 'largest', 'slowest'] as const)(
    'reads a page of many by the index of its order: %s',
    async (sort) => {
      const window = { from: T0 + 4 * HOUR, to: T0 + 5 * HOUR }
      await db.pool.query(
        `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision, span_count, duration_ms)
       SELECT (SELECT min(id) FROM account_region), $2::text || n, $1::timestamptz + n * interval '100 ms', n % 50 = 0, n % 90 = 0, false, false, 1,
         n % 700, n % 600
       FROM generate_series(1, 20000) AS n`,
        [new Date(window.from), `many-${sort}-`],
      )
      await db.pool.query('ANALYZE trace')
      const query = vi.spyOn(db.pool, 'query')
      await list({ ...window, sort })
      const [sql, values] = query.mock.calls.find(([text]) => String(text).includes('order by')) ?? []
      query.mockRestore()
      const plan = await db.pool.query(`EXPLAIN ${String(sql)}`, Array.isArray(values) ? values : [])
      expect(JSON.stringify(plan.rows)).toMatch(/Index Scan using trace_\w*(case|coalesce)/)
      expect(JSON.stringify(plan.rows)).toMatch(/Limit +\(cost=[\d.]+ rows=101 [\s\S]*Index Scan using/)
      expect(JSON.stringify(plan.rows)).not.toContain('Seq Scan')
    },
  )

  it('refuses a cursor of another order', async () => {
    for (const [sort, other] of [
      ['fastest', 'oldest'],
      ['newest', 'oldest'],
      ['slowest', 'fastest'],
      ['failed', 'largest'],
      ['largest', 'slowest'],
    ] as const) {
      const { nextCursor } = await list({ limit: 1, sort })
      await expect(list({ sort: other, cursor: nextCursor ?? '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    }
  })

  it('filters by X-Ray expressions', async () => {
    expect(await found('fault')).toEqual([20])
    expect(await found('error OR throttle')).toEqual([22, 21])
    expect(await found('responsetime > 2')).toEqual([20])
    expect(await found('duration >= 4')).toEqual([20])
    expect(await found('http.status = 404')).toEqual([21])
    expect(await found('http.url CONTAINS "/orders" AND http.method = "POST"')).toEqual([20])
    expect(await found('http.url BEGINSWITH "https://shop" AND http.url ENDSWITH "orders"')).toEqual([20])
    expect(await found('annotation[tier] = "gold"')).toEqual([21, 20])
    expect(await found('annotation[items] > 2 AND annotation[ColdStart] = true')).toEqual([21])
    expect(await found('annotation[tier] > 2')).toEqual([])
    expect(await found('annotation["7"] = "9"')).toEqual([21])
    expect(await found('service("checkout")')).toEqual([21])
    expect(await found('service("shop/Prod")')).toEqual([22])
    expect(await found('service("DynamoDB")')).toEqual([20])
    expect(await found('!ok')).toEqual([21, 20])
    expect(await found('!(http.status = 404) AND !ok')).toEqual([20])
    expect(await found('service("orders") { fault AND responsetime > 3 }')).toEqual([20])
    expect(await found('edge("orders", "DynamoDB") { responsetime = 2.5 }')).toEqual([20])
  })

  it('takes quotes in a filter as text, not as SQL', async () => {
    expect(await found(`http.url = "' or true --"`)).toEqual([])
    expect(await found(`annotation["' or true --"] = "x"`)).toEqual([])
  })

  it('points at the character that it cannot read', async () => {
    await expect(list({ filter: 'fault AND nonsense' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      details: { position: 10 },
    })
  })

  it('filters by function and place', async () => {
    expect((await list({ functionName: 'checkout' })).items).toHaveLength(1)
    expect((await list({ region: 'us-east-1' })).items).toHaveLength(2)
  })

  it('finds the traces of a function that is seldom called without reading the others of the window', async () => {
    const window = { from: T0 + 2 * HOUR, to: T0 + 3 * HOUR }
    await db.pool.query(
      `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision, function_names)
       SELECT (SELECT min(id) FROM account_region), 'many-' || n, $1::timestamptz + n * interval '100 ms', false, false, false, false, 1,
         ARRAY[CASE WHEN n % 9000 = 0 THEN 'seldom' ELSE 'often' END]
       FROM generate_series(1, 20000) AS n`,
      [new Date(window.from)],
    )
    await db.pool.query('ANALYZE trace')
    const query = vi.spyOn(db.pool, 'query')
    expect((await list({ ...window, functionName: 'seldom' })).items).toHaveLength(2)
    const [sql, values] = query.mock.lastCall ?? []
    query.mockRestore()
    const plan = await db.pool.query(`EXPLAIN ${String(sql)}`, Array.isArray(values) ? values : [])
    expect(JSON.stringify(plan.rows)).toMatch(/Bitmap Index Scan on trace_\w*function_names/)
  })
})

describe('one trace', () => {
  it('is found by either form of its ID, with spans in order, the critical path and its invocation', async () => {
    for (const id of [idOf(20), idOf(20).slice(2).replace('-', '')]) {
      const trace = await getTrace(db, id)
      expect(trace).toMatchObject({ id: idOf(20), startMs: T0, durationMs: 4000, complete: true, hasFault: true })
      expect(trace.spans.map((span) => [span.id.slice(-2), span.depth, span.critical])).toEqual([
        ['a1', 0, true],
        ['a2', 1, true],
        ['a3', 2, true],
      ])
      expect(trace.spans[2]).toMatchObject({ operation: 'PutItem', resource: 'orders', kind: 'subsegment' })
      expect(trace.invocations).toEqual([
        {
          id: expect.any(String),
          functionName: 'orders',
          requestId: requestIdOf(1),
          result: 'success',
          version: '4',
          spanId: '00000000000000a2',
        },
      ])
    }
  })

  it('has no spans and is not complete while its documents are not read', async () => {
    expect(await getTrace(db, idOf(1))).toMatchObject({ spans: [], complete: false, durationMs: 100, invocations: [] })
  })

  it('says that documents which were read and are gone have expired', async () => {
    const ours = { id: idOf(1) }
    expect(await getTrace(db, idOf(1))).toMatchObject({ documents: 'waiting' })
    await db.prisma.trace.updateMany({ where: ours, data: { fetchedAt: new Date(T0), documentsRevision: 1 } })
    expect(await getTrace(db, idOf(1))).toMatchObject({ documents: 'expired', spans: [], complete: false })
    expect(await getTrace(db, idOf(20))).toMatchObject({ documents: 'read' })
  })

  it('tells everything about one span', async () => {
    const span = await getSpanDetail(db, idOf(20), '00000000000000a2')
    expect(span).toMatchObject({
      annotations: { tier: 'gold' },
      exceptions: [{ type: 'Error', message: 'boom', remote: false }],
    })
    expect(span.document).not.toHaveProperty('subsegments')
    await expect(getSpanDetail(db, idOf(20), 'nope')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('tells of several spans at once, those that there are', async () => {
    const ids = ['00000000000000a3', 'nope', '00000000000000a2']
    const { spans } = await listSpans(db, idOf(20), ids.join())
    const alone = [ids[0], ids[2]].map((id) => getSpanDetail(db, idOf(20), id ?? ''))
    expect(spans).toEqual(await Promise.all(alone))
    expect((await listSpans(db, idOf(20), '')).spans).toEqual([])
    const many = Array.from({ length: 101 }, (_, at) => `s${at}`).join()
    await expect(listSpans(db, idOf(20), many)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('answers the columns of its waterfall, as long as the trace is what it was', async () => {
    const { version, columns } = await getTraceView(db, idOf(20))
    expect(await getTraceColumns(db, idOf(20), version)).toEqual(columns)
    await expect(getTraceColumns(db, idOf(20), '1')).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('names spans by their places, as long as the trace is what it was', async () => {
    const { version } = await getTrace(db, idOf(20))
    const ids = ['00000000000000a1', '00000000000000a2', '00000000000000a3']
    expect(await listSpanIds(db, idOf(20), { first: 0, version })).toEqual({ ids })
    expect(await listSpanIds(db, idOf(20), { first: 2, version })).toEqual({ ids: ids.slice(2) })
    await db.pool.query('update trace_documents set names = names where trace_id = $1', [idOf(20)])
    await expect(listSpanIds(db, idOf(20), { first: 0, version })).rejects.toMatchObject({ code: 'CONFLICT' })
    const now = await getTrace(db, idOf(20))
    expect(await listSpanIds(db, idOf(20), { first: 0, version: now.version })).toEqual({ ids })
  })

  it('finds the place of a span by its ID, as long as the trace is what it was', async () => {
    const { version, spans } = await getTrace(db, idOf(20))
    const asked = { traceId: idOf(20), version }
    for (const [index, { id }] of spans.entries()) {
      expect(await getSpanPlace(db, { ...asked, spanId: id })).toEqual({ index })
    }
    expect(await getSpanPlace(db, { ...asked, spanId: 'nope' })).toEqual({ index: null })
    await expect(getSpanPlace(db, { ...asked, version: '1', spanId: 'nope' })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  it('names no spans of a trace that is written while they are read', async () => {
    const { version } = await getTrace(db, idOf(20))
    const rewritten = { done: false }
    const query = async (sql: string, values: unknown[]) => {
      const answer = await db.pool.query(sql, values)
      if (sql.includes('body') && !rewritten.done) {
        rewritten.done = true
        await db.pool.query('update trace_documents set names = names where trace_id = $1', [idOf(20)])
      }
      return answer
    }
    const pool = new Proxy(db.pool, { get: (of, name) => (name === 'query' ? query : Reflect.get(of, name)) })
    await expect(listSpanIds({ ...db, pool }, idOf(20), { first: 0, version })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    expect(rewritten.done).toBe(true)
  })

  it('tells of a span what the whole trace would, from the documents that tell of it', async () => {
    const exceptions = (id: string, cause?: string) => [
      { id, type: id, message: 'm', stack: [], ...(cause && { cause }) },
    ]
    const documents = [
      { id: 'r1', name: 'root', start_time: S, end_time: S + 1, cause: 'x1' },
      { id: 'r2', name: 'early', parent_id: 'r1', start_time: S, in_progress: true },
      { id: 'r2', name: 'done', parent_id: 'r1', start_time: S, end_time: S + 1, cause: { id: 'x2' } },
      { id: 'r3', name: 'threw', start_time: S, end_time: S + 1, cause: { exceptions: exceptions('x1', 'x2') } },
      { id: 'r4', name: 'first', start_time: S, end_time: S + 1, cause: { exceptions: exceptions('x2') } },
      { id: 'r5', name: 'unnamed below', start_time: S, end_time: S + 1, subsegments: [{ name: 'no id' }] },
    ]
    const place = await db.prisma.accountRegion.findFirstOrThrow()
    await seedDocuments(place, 5, documents, [])
    const all = buildTree(parseSegments(documents)).spans
    expect(all.map(({ id }) => id).sort()).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r5.0'])
    for (const { id, exceptions, document } of all) {
      const told = await getSpanDetail(db, idOf(5), id)
      expect(told.exceptions.map(({ type }) => type)).toEqual(exceptions.map(({ type }) => type))
      expect(told.document).toMatchObject({ ...document })
    }
  })

  it('says how many of its documents cannot be read, and which spans lost what they hang from', async () => {
    const place = await db.prisma.accountRegion.findFirstOrThrow()
    const lost = { id: 'o1', name: 'lost', parent_id: 'gone', start_time: S, end_time: S + 1 }
    await seedDocuments(place, 6, [lost, { name: 'no segment' }], [])
    expect(await getTrace(db, idOf(6))).toMatchObject({ unreadable: 1, spans: [{ id: 'o1', orphan: true }] })
  })

  it('is a graph laid out from left to right', async () => {
    const { nodes, edges } = await getTraceGraph(db, idOf(20))
    const table = nodes.find((node) => node.type === 'AWS::DynamoDB::Table')
    const client = nodes.find((node) => node.type === 'client')
    expect(table?.x).toBeGreaterThan(client?.x ?? Number.POSITIVE_INFINITY)
    expect(edges.some((edge) => edge.to === table?.id && edge.kind === 'call')).toBe(true)
  })

  it('refuses what is no ID and does not find what is not there', async () => {
    await expect(getTrace(db, 'nonsense')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(getTrace(db, idOf(999))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

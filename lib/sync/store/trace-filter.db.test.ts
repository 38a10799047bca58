import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FilterOperator, ServicePattern, TraceFilter } from '@/lib/domain/traces/filter-expression/filter-tree'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'
import { writeFilterExpression } from '@/lib/domain/traces/filter-expression/write-filter-expression'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { selectRows } from '@/lib/server/db'
import { listTraceGroups } from '@/lib/server/queries/list-trace-groups'
import { listTraces } from '@/lib/server/queries/list-traces'
import { type TraceChoice, traceConditions } from '@/lib/server/queries/trace-conditions'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { HOUR, type SeededPlace, seedPartitions, seedPlace, T0 } from '@/lib/server/testing/seed'
import type { TraceSummaryRecord } from '@/lib/sync/aws/get-trace-summaries'
import { addTraces } from '@/lib/sync/store/add-traces'
import { fillTraceFacts } from '@/lib/sync/store/fill-trace-facts'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'
import { storeTraceSummaries } from '@/lib/sync/store/store-trace-summaries'
import { meetsFilter } from '@/lib/sync/testing/evaluate-filter'
import { FLEET_WORDS, makeRandomTraces, type RandomTrace } from '@/lib/sync/testing/random-traces'

const TRACES = makeRandomTraces(7, 250, T0)
const SEGMENTS = TRACES.map(({ id, documents }) => ({ id, segments: parseSegments(documents) }))

/** Traces of which only X-Ray's summary is known: two faults, one of which a segment was throttled. */
const SUMMARIES = Array.from(
  { length: 4 },
  (_, at): TraceSummaryRecord => ({
    ...{ id: `1-cccc000${at}-${'e'.repeat(24)}`, startedAtMs: T0 + 41 * 60_000 + at, durationMs: 5, responseMs: 5 },
    ...{ hasError: false, hasFault: at < 2, hasThrottle: at === 3, isPartial: false, revision: 1, entryPoint: 'api' },
    ...{ httpMethod: 'GET', httpUrl: `https://shop.example/orders?at=${at}`, httpStatus: 200, annotations: null },
    details: {
      services: [{ name: 'told-by-summary', type: 'AWS::Lambda', accountId: null }],
      ...{ users: [], arns: [], instances: [], zones: [], userAgent: null, clientIp: null },
    },
  }),
)

let db: TestDb
let place: SeededPlace

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
  await store(TRACES)
})
afterAll(() => db.close())

async function store(traces: readonly RandomTrace[]): Promise<void> {
  await onClient((client) =>
    inTransaction(client, async () => {
      await addTraces(client, place.id, traces)
      const read = traces.map(({ id, startedAtMs, documents }) => {
        const segments = documents.map((document) => ({ id: String(document.id), document: JSON.stringify(document) }))
        return readTrace({ id, revision: 1, isPartial: false, startedAtMs }, { id, limitExceeded: false, segments })
      })
      await storeTraceDocuments(client, place.id, read, T0 + HOUR)
    }),
  )
}

async function onClient<Result>(work: (client: import('pg').PoolClient) => Promise<Result>): Promise<Result> {
  const client = await db.pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

async function find(choice: TraceChoice, byIndex: boolean): Promise<string[]> {
  const values: unknown[] = []
  const { exact, candidates } = traceConditions(choice, (value) => `$${values.push(value)}`)
  const where = ['true', ...exact, ...(byIndex && candidates !== null ? [candidates()] : [])].join(' and ')
  const rows = await selectRows<{ id: string }>(
    db.pool,
    `select t.id from trace t where ${where} order by t.id`,
    values,
  )
  return rows.map(({ id }) => id)
}

const FAULT: TraceFilter = { kind: 'flag', flag: 'fault' }
const ask = (choice: TraceChoice) =>
  listTraces(db, { from: T0, to: T0 + HOUR, limit: 1000, sort: 'newest', ...choice }, T0 + HOUR)

/** An alias of which no version is known to be its own. */
const calledBy = (qualifier: string): TraceChoice => {
  const qualified = { functionName: 'orders', qualifier, ran: [], reason: 'not proven', toldIn: [] }
  return { functionName: 'orders', qualified }
}

const told = (filter: TraceFilter) =>
  SEGMENTS.filter(({ segments }) => meetsFilter(segments, place.accountId, filter)).map(({ id }) => id)

const ORDERS: readonly FilterOperator[] = ['=', '!=', '<', '<=', '>', '>=']
const TEXT_OPERATORS: readonly FilterOperator[] = ['=', '!=', 'CONTAINS', 'BEGINSWITH', 'ENDSWITH']
const of = <Value>(values: readonly Value[]) => fc.constantFrom(...values)
const times = of([0, 0.001, 0.01, 0.05, 0.3, 1, 2.5, 8])
const statuses = of([100, 200, 201, 300, 404, 429, 500, 503])
const words = of<string>([
  ...FLEET_WORDS.services,
  ...FLEET_WORDS.urls,
  ...FLEET_WORDS.users,
  ...FLEET_WORDS.types,
  ...['', 'orders', 'https://shop', '17', '/orders/', '(1)', 'curl', 'POST', '203.', 'live', '$'],
])
const textFields = ['http.url', 'http.method', 'http.useragent', 'http.clientip'] as const
const ownFields = [...textFields, 'user', 'name', 'type', 'availabilityzone', 'instance.id', 'resource.arn'] as const

function conditions(
  fields: readonly (typeof ownFields)[number][],
  flags: readonly string[],
): fc.Arbitrary<TraceFilter> {
  return fc.oneof(
    of(flags).map((flag): TraceFilter => ({ kind: 'flag', flag: flag as 'ok' })),
    fc
      .record({ field: of(['responsetime', 'duration'] as const), operator: of(ORDERS), value: times })
      .map((one): TraceFilter => ({ kind: 'number', ...one })),
    fc
      .record({ operator: of(ORDERS), value: statuses })
      .map((one): TraceFilter => ({ kind: 'number', field: 'http.status', ...one })),
    fc
      .record({ field: of(fields), operator: of(TEXT_OPERATORS), value: words })
      .map((one): TraceFilter => ({ kind: 'text', ...one })),
    of([...fields, 'http.status', 'responsetime'] as const).map((field): TraceFilter => ({ kind: 'exists', field })),
  )
}

function combined(leaf: fc.Arbitrary<TraceFilter>): fc.Arbitrary<TraceFilter> {
  const { tree } = fc.letrec<{ tree: TraceFilter }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      tie('tree').map((inner): TraceFilter => ({ kind: 'not', inner })),
      fc.record({ kind: of(['and', 'or'] as const), left: tie('tree'), right: tie('tree') }),
    ),
  }))
  return tree
}

const services: fc.Arbitrary<ServicePattern> = fc.record(
  {
    name: of<string>(FLEET_WORDS.services),
    type: of<string>(FLEET_WORDS.types),
    accountId: of<string>(FLEET_WORDS.accounts),
  },
  { requiredKeys: [] },
)
const named = services.map((service): ServicePattern => ({ ...service, name: service.name ?? 'orders' }))
const flags = ['ok', 'error', 'fault', 'throttle', 'partial']
const withinService = fc.option(combined(conditions(ownFields, [...flags, 'inferred', 'root'])), { nil: null })
const withinEdge = fc.option(combined(conditions(textFields, flags)), { nil: null })
const annotations = fc.oneof(
  of<string>(FLEET_WORDS.keys).map((key): TraceFilter => ({ kind: 'annotation', key, test: null })),
  fc
    .record({
      key: of<string>(FLEET_WORDS.keys),
      operator: of(TEXT_OPERATORS),
      value: of(['gold', 'silver', 'ol', 'Prod', '']),
    })
    .map(({ key, ...test }): TraceFilter => ({ kind: 'annotation', key, test })),
  fc
    .record({ key: of<string>(FLEET_WORDS.keys), operator: of(ORDERS), value: of([3, 10, 17.5]) })
    .map(({ key, ...test }): TraceFilter => ({ kind: 'annotation', key, test })),
  fc
    .record({ key: of<string>(FLEET_WORDS.keys), operator: of(['=', '!='] as const), value: fc.boolean() })
    .map(({ key, ...test }): TraceFilter => ({ kind: 'annotation', key, test })),
)
const filters = combined(
  fc.oneof(
    conditions(ownFields, [...flags, 'inferred']),
    annotations,
    fc.record({ service: services, inner: withinService }).map((one): TraceFilter => ({ kind: 'service', ...one })),
    fc.record({ from: named, to: named, inner: withinEdge }).map((one): TraceFilter => ({ kind: 'edge', ...one })),
  ),
)

describe('a filter in SQL', () => {
  it('finds what the segments themselves say, by the index too', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const expression = writeFilterExpression(filter)
        expect(parseFilterExpression(expression).filter).toEqual(filter)
        const expected = told(filter)
        expect(await find({ filter: expression }, false)).toEqual(expected)
        expect(await find({ filter: expression }, true)).toEqual(expected)
      }),
      { numRuns: 1500, seed: 11 },
    )
  }, 120_000)

  it('finds the same in traces that an earlier version stored, once they are filled in', async () => {
    const filter = 'service("orders") { fault OR responsetime > 0.3 } OR annotation[tier] = "gold"'
    const before = await find({ filter }, true)
    expect(before.length).toBeGreaterThan(10)
    await db.pool.query('UPDATE trace SET facts = NULL, terms = NULL')
    expect(await find({ filter }, true)).toEqual([])
    for (const part of ['service("orders")', 'annotation[tier]', 'inferred', 'user', 'rootcause.fault.service']) {
      expect([part, await find({ filter: `!${part}` }, true)]).toEqual([part, []])
      expect([part, (await ask({ filter: `!${part}` })).waiting]).toEqual([part, 250])
    }
    // What columns tell is known of them.
    const failed = SEGMENTS.filter(({ segments }) => meetsFilter(segments, place.accountId, FAULT)).map(({ id }) => id)
    expect(await find({ filter: 'fault' }, true)).toEqual(failed)
    expect(await ask({ filter: 'fault' })).toMatchObject({ waiting: null, cut: null })
    expect(await ask({ filter: 'service("orders")' })).toMatchObject({ waiting: 250, cut: 0 })
    const first = await onClient((client) => fillTraceFacts(client, place.id))
    expect(first).toEqual({ filled: 200, isMore: true })
    expect(await onClient((client) => fillTraceFacts(client, place.id))).toEqual({ filled: 50, isMore: false })
    expect(await onClient((client) => fillTraceFacts(client, place.id))).toEqual({ filled: 0, isMore: false })
    expect(await find({ filter }, true)).toEqual(before)
    expect(await ask({ filter })).toMatchObject({ waiting: 0, cut: 0 })
  })

  it('finds each root of traces that were stored with one marked', async () => {
    const filter = 'service("shop") { root } AND service("orders") { root }'
    const before = await find({ filter }, true)
    expect(before.length).toBeGreaterThan(0)
    const one = `jsonb_set(facts, '{s}', (SELECT jsonb_agg(CASE WHEN n = 1 THEN s ELSE s - 'r' END) FROM jsonb_array_elements(facts -> 's') WITH ORDINALITY AS x(s, n)))`
    await db.pool.query(`UPDATE trace SET facts = ${one}`)
    // A segment may go by both names.
    expect((await find({ filter }, true)).length).toBeLessThan(before.length)
    await db.pool.query(readFileSync('prisma/migrations/20261128021000_roots_of_traces/migration.sql', 'utf8'))
    const { rows } = await db.pool.query('SELECT count(*)::int AS due FROM trace WHERE terms IS NULL')
    expect(rows[0].due).toBeGreaterThanOrEqual(before.length)
    expect(rows[0].due).toBeLessThan(TRACES.length / 2)
    await onClient((client) => fillTraceFacts(client, place.id))
    expect(await find({ filter }, true)).toEqual(before)
    await db.pool.query('UPDATE trace SET facts = NULL, terms = NULL')
    for (const _ of [1, 2]) await onClient((client) => fillTraceFacts(client, place.id))
  })

  it('tells nothing of how services went before the documents are read, and how many traces wait for that', async () => {
    await onClient((client) => inTransaction(client, () => storeTraceSummaries(client, place.id, SUMMARIES, T0 + HOUR)))
    const waiting = SUMMARIES.map(({ id }) => id)
    const ofThem = async (filter: string) => (await find({ filter }, true)).filter((id) => waiting.includes(id))
    expect(await ofThem('service("told-by-summary")')).toEqual(waiting)
    expect(await ofThem('fault')).toEqual(waiting.slice(0, 2))
    for (const inner of ['ok', '!fault', 'fault', 'http.status != 500', '!responsetime']) {
      for (const of of ['service("told-by-summary")', '!service("told-by-summary")', '!edge("a", "b")']) {
        expect([of, inner, await ofThem(`${of} { ${inner} }`)]).toEqual([of, inner, []])
      }
    }
    expect(await ask({ filter: 'service("told-by-summary") { ok }' })).toMatchObject({ waiting: 4, cut: 0 })
    expect(await ask({ filter: 'service("told-by-summary")' })).toMatchObject({ waiting: 0, cut: 0 })
    expect(await ask({ functionName: 'orders' })).toMatchObject({ waiting: 4, cut: null })
    expect(await ask({})).toMatchObject({ waiting: null, cut: null })
  })

  /** Of four unread traces, two of them faults and another throttled: which meet it, which its opposite, how many wait. */
  const UNREAD: readonly [string, readonly number[], readonly number[], number | null][] = [
    ['fault', [0, 1], [2, 3], null],
    ['throttle', [3], [0, 1, 2], null],
    ['http.url CONTAINS "at=2"', [2], [0, 1, 3], null],
    ['ok', [2], [0, 1], 1],
    ['partial', [], [0, 1, 2, 3], 0],
    ['annotation[tier]', [], [0, 1, 2, 3], 0],
    ['user = "alice"', [], [0, 1, 2, 3], 0],
    ['service("told-by-summary")', [0, 1, 2, 3], [], 0],
    ['service(id(type: "AWS::Lambda"))', [0, 1, 2, 3], [], 0],
    ['service(id(type: "AWS::SQS::Queue"))', [], [0, 1, 2, 3], 0],
    ['service("another-name")', [], [], 4],
    ['service("told-by-summary") { fault }', [], [], 4],
    ['edge("a", "b")', [], [], 4],
    ['inferred', [], [], 4],
    ['type', [], [], 4],
    ['type = "AWS::Lambda"', [], [], 4],
    ['type != "AWS::Lambda"', [], [], 4],
    ['rootcause.fault.service', [], [], 4],
    ['rootcause.fault.service { name = "told-by-summary" }', [], [], 4],
    ['rootcause.error.entity', [], [], 4],
    ['rootcause.fault.exception', [], [], 4],
    ['rootcause.responsetime.entity', [], [], 4],
    ['rootcause.json = #[{ "Services": [{ "Name": "front" }] }]', [], [], 4],
    ['rootcause.fault.json = #[{ "Services": [{ "Name": "front" }] }]', [], [], 4],
    // Where one half is known to be false, nothing waits for the other.
    ['fault AND rootcause.fault.service', [], [2, 3], 2],
    ['fault OR rootcause.fault.service', [0, 1], [], 2],
  ]

  it.each(UNREAD)(
    'takes what documents alone tell as not known before they are read: %s',
    async (expression, ...told) => {
      await onClient((client) =>
        inTransaction(client, () => storeTraceSummaries(client, place.id, SUMMARIES, T0 + HOUR)),
      )
      const ids = SUMMARIES.map(({ id }) => id)
      const ofThem = async (filter: string, byIndex: boolean) =>
        (await find({ filter }, byIndex)).flatMap((id) => (ids.includes(id) ? [ids.indexOf(id)] : []))
      const [found, opposite, waiting] = told
      for (const byIndex of [false, true]) {
        expect(await ofThem(expression, byIndex)).toEqual(found)
        expect(await ofThem(`!(${expression})`, byIndex)).toEqual(opposite)
      }
      for (const filter of [expression, `!(${expression})`]) expect((await ask({ filter })).waiting).toBe(waiting)
    },
  )

  it('says how many traces have more segments than filters look at', async () => {
    const id = `1-aaaa0000-${'c'.repeat(24)}`
    const startMs = T0 + 50 * 60_000
    const documents = Array.from({ length: 400 }, (_, at) => ({
      ...{ id: at.toString(16).padStart(16, '0'), trace_id: id, name: 'crowded' },
      ...{ start_time: startMs / 1000, end_time: (startMs + at + 1) / 1000 },
    }))
    await store([{ id, startedAtMs: startMs, documents }])
    expect(await ask({ filter: 'service("crowded")' })).toMatchObject({ items: [{ id }], cut: 0 })
    const missing = await ask({ filter: 'service("crowded") { responsetime = 999 }' })
    expect(missing).toMatchObject({ items: [], cut: 1 })
  })

  it('answers the largest expression that is read', async () => {
    const conditions = (one: string, joint: string) => Array.from({ length: 500 }, () => one).join(joint)
    expect((await find({ filter: conditions('duration >= 0', ' ') }, true)).length).toBeGreaterThan(200)
    expect((await find({ filter: conditions('fault', ' OR ') }, true)).length).toBeGreaterThan(10)
    expect(
      (await find({ filter: `service() { ok OR ${conditions('root', ' ').slice(10)} }` }, true)).length,
    ).toBeGreaterThan(10)
  })

  it('finds a trace by its root cause', async () => {
    const cause = { exceptions: [{ id: 'e1', type: 'TimeoutError', message: 'no answer', stack: [] }] }
    const startMs = T0 + 30 * 60_000
    const at = (ms: number) => (startMs + ms) / 1000
    const id = `1-ffffffff-${'c'.repeat(24)}`
    await store([
      {
        id,
        startedAtMs: startMs,
        documents: [
          {
            id: 'a1'.padStart(16, '0'),
            trace_id: id,
            name: 'front',
            origin: 'AWS::ApiGateway::Stage',
            fault: true,
            start_time: at(0),
            end_time: at(1000),
            subsegments: [
              {
                id: 'a2'.padStart(16, '0'),
                name: 'Lambda',
                namespace: 'aws',
                fault: true,
                start_time: at(10),
                end_time: at(900),
              },
            ],
          },
          {
            id: 'b1'.padStart(16, '0'),
            parent_id: 'a2'.padStart(16, '0'),
            trace_id: id,
            name: 'worker',
            origin: 'AWS::Lambda',
            fault: true,
            start_time: at(20),
            end_time: at(880),
            cause,
          },
        ],
      },
    ])
    for (const filter of [
      'rootcause.fault.service { name = "worker" }',
      'rootcause.fault.service { first and name = "front" } AND rootcause.fault.service { last and type = "AWS::Lambda" }',
      'rootcause.fault.entity { name = "Lambda" and remote and index = 1 }',
      'rootcause.fault.exception { last and name = "TimeoutError" and message CONTAINS "answer" }',
      'rootcause.responsetime.entity { coverage > 0.85 and coverage < 0.87 and name = "worker" }',
      'rootcause.json = #[{ "Services": [{ "Name": "front" }, { "Name": "worker" }] }]',
      'rootcause.fault.json = #[{ "Services": [{ "Name": "front", "EntityPath": [{ "Name": "front" }, { "Name": "Lambda" }] }, { "Name": "worker", "EntityPath": [{ "Name": "worker" }] }] }]',
    ]) {
      expect([
        filter,
        (await find({ filter }, false)).includes(id),
        (await find({ filter }, true)).includes(id),
      ]).toEqual([filter, true, true])
    }
    for (const filter of [
      'rootcause.error.service { name = "worker" }',
      'rootcause.fault.service { first and name = "worker" }',
      'rootcause.fault.entity { name = "Lambda" and index = 0 }',
      'rootcause.json = #[{ "Services": [{ "Name": "worker" }] }]',
    ]) {
      expect([filter, await find({ filter }, true)]).not.toEqual([filter, expect.arrayContaining([id])])
    }
  })

  it('finds the traces of each group that traces fall into', async () => {
    const at = (more: object, part: number) => ({
      ...{ trace_id: id, id: part.toString(16).padStart(16, '0') },
      ...{ start_time: (T0 + 40 * 60_000) / 1000, end_time: (T0 + 40 * 60_000 + 5) / 1000 },
      ...more,
    })
    const id = `1-dddddddd-${'c'.repeat(24)}`
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:checkout:live'
    const exception = (name: string) => ({ cause: { exceptions: [{ id: name, type: name }] } })
    const fn = { name: 'otel-checkout', origin: 'AWS::Lambda::Function', resource_arn: arn, fault: true }
    await store([
      { id, startedAtMs: T0 + 40 * 60_000, documents: [at({ ...fn, ...exception('Broken') }, 1)] },
      { id: `1-dddddddd-${'d'.repeat(24)}`, startedAtMs: T0 + 40 * 60_000, documents: [at(fn, 2)] },
    ])
    await onClient((client) => inTransaction(client, () => storeTraceSummaries(client, place.id, SUMMARIES, T0 + HOUR)))
    for (const by of ['url', 'status', 'function', 'root-cause', 'user'] as const) {
      const { groups } = await listTraceGroups(db, { from: T0, to: T0 + HOUR, by }, T0 + HOUR)
      expect(groups.length).toBeGreaterThan(3)
      for (const { key, narrow, count, exact } of groups) {
        const found = await find({ filter: narrow }, true)
        expect([by, key, narrow, found.length]).toEqual([by, key, narrow, exact ? count : expect.any(Number)])
        expect(found.length).toBeGreaterThanOrEqual(count)
      }
    }
    const { groups } = await listTraceGroups(db, { from: T0, to: T0 + HOUR, by: 'root-cause' }, T0 + HOUR)
    expect(groups).toContainEqual(expect.objectContaining({ key: 'Root cause not known', count: 2, faults: 2 }))
    const functions = await listTraceGroups(db, { from: T0, to: T0 + HOUR, by: 'function' }, T0 + HOUR)
    expect(functions.groups).toContainEqual(expect.objectContaining({ key: 'checkout', count: 2 }))
    expect(functions.groups).toContainEqual(expect.objectContaining({ key: 'told-by-summary', count: 4 }))
  })

  it('takes what is quoted as text, not as SQL or a path', async () => {
    for (const text of ['" || true == true || "', "' or true --", '\\', '\u{1f600}', '\ud800', '$.s[*]']) {
      const filter = `service(${JSON.stringify(text).replaceAll('\\ud800', '\ud800')}) OR annotation["${text.replaceAll(']', '')}"] OR user ENDSWITH ${JSON.stringify(text)}`
      if (parseFilterExpression(filter).filter !== null) expect(await find({ filter }, true)).toEqual([])
    }
  })

  it('limits to the alias that a segment was called by', async () => {
    const live = await find(calledBy('live'), true)
    const said = SEGMENTS.filter(({ segments }) =>
      segments.some(({ origin, resourceArn }) => origin?.startsWith('AWS::Lambda') && resourceArn !== null),
    )
    expect(live).toEqual(said.map(({ id }) => id))
    expect(await find(calledBy('other'), true)).toEqual([])
    const request = { from: T0, to: T0 + HOUR, limit: 10, sort: 'newest' as const, qualifier: 'live' }
    await expect(listTraces(db, request, T0 + HOUR)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('reads on by the index behind the newest traces, page by page, each trace once', async () => {
    const startMs = T0 + 31 * 60_000
    const many = makeRandomTraces(3, 2_600, 0).map(({ documents }, at) => {
      const id = `1-eeee${at.toString(16).padStart(4, '0')}-${'d'.repeat(24)}`
      const name = at % 130 === 0 ? 'seldom' : 'often'
      const [first] = documents
      const document = {
        ...first,
        trace_id: id,
        name,
        subsegments: [],
        start_time: (startMs + at * 100) / 1000,
        end_time: (startMs + at * 100 + 50) / 1000,
      }
      return { id, startedAtMs: startMs + at * 100, documents: [document] }
    })
    await store(many)
    for (const sort of ['newest', 'slowest'] as const) {
      const seen: string[] = []
      for (let cursor: string | undefined | null; cursor !== null; ) {
        const ask = {
          from: T0,
          to: T0 + HOUR,
          limit: 7,
          sort,
          filter: 'service("seldom")',
          cursor: cursor ?? undefined,
        }
        const page = await listTraces(db, ask, T0 + HOUR)
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      }
      expect(seen).toHaveLength(20)
      expect(new Set(seen).size).toBe(20)
      if (sort === 'newest') expect(seen).toEqual([...seen].sort().reverse())
    }
  })
})

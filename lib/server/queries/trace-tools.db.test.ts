import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OtlpExport, XrayExport } from '@/lib/contracts/trace-tools'
import { findOtlpFaults } from '@/lib/domain/traces/otlp/read-otlp'
import { packDocuments } from '@/lib/server/blocks/pack-documents'
import { getOtlpExport } from '@/lib/server/queries/get-otlp-export'
import { getSpanDetail } from '@/lib/server/queries/get-span-detail'
import { getTrace } from '@/lib/server/queries/get-trace'
import { getTraceComparison } from '@/lib/server/queries/get-trace-comparison'
import { getTraceFlame } from '@/lib/server/queries/get-trace-flame'
import { getTraceStatistics } from '@/lib/server/queries/get-trace-statistics'
import { getXrayExport } from '@/lib/server/queries/get-xray-export'
import { listTraceLines } from '@/lib/server/queries/list-trace-lines'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  requestIdOf,
  type SeededFunction,
  type SeededPlace,
  seedFunction,
  seedInvocations,
  seedLines,
  seedPartitions,
  seedPlace,
  seedStream,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
let place: SeededPlace
const S = T0 / 1000
const idOf = (index: number) => `1-${index.toString(16).padStart(8, '0')}-${'b'.repeat(24)}`
const BROKEN = '{"id":'

async function seedTrace(id: string, documents: (object | string)[]): Promise<void> {
  const flags = { hasError: false, hasFault: false, hasThrottle: false, isPartial: false, complete: true, revision: 1 }
  const key = { accountRegionId: place.id, startedAt: new Date(T0) }
  await db.prisma.trace.create({ data: { ...key, ...flags, id, durationMs: 4000 } })
  const texts = documents.map((document) => (typeof document === 'string' ? document : JSON.stringify(document)))
  await db.pool.query(
    'insert into trace_documents (account_region_id, trace_id, started_at, body) values ($1, $2, $3, $4)',
    [place.id, id, new Date(T0), packDocuments(texts)],
  )
}

/** Both segments of an invocation, from so many seconds after T0 on. */
function invoked(name: string, hex: string, requestId: string, [from, to]: [number, number], parent?: string) {
  const [service, own] = [`00000000000000${hex}1`, `00000000000000${hex}2`]
  const times = { start_time: S + from, end_time: S + to }
  return [
    {
      ...{ id: service, name, origin: 'AWS::Lambda', aws: { request_id: requestId }, ...times },
      ...(parent === undefined ? {} : { parent_id: parent }),
    },
    {
      ...{ id: own, name, origin: 'AWS::Lambda::Function', parent_id: service, ...times },
      subsegments: [
        {
          ...{ id: `00000000000000${hex}3`, name: 'Lambda', namespace: 'aws', ...times },
          aws: { operation: 'Invoke', function_name: 'second' },
        },
      ],
    },
  ]
}

/** An invocation with its lines, in a stream of its own. */
async function seedRun(
  fn: SeededFunction,
  requestId: string,
  atMs: number,
  lines: [number, string][],
  traceId: string | null,
) {
  const streamId = await seedStream(db, fn, `stream of ${fn.name}`)
  await seedInvocations(db, fn, [{ atMs, requestId, durationMs: 2000, streamId, traceId }])
  await seedLines(
    db,
    fn,
    streamId,
    lines.map(([ms, message]) => ({ atMs: T0 + ms, message, requestId, level: 'info' as const })),
  )
}

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
  const documents = [
    ...invoked('first', 'a', requestIdOf(1), [0, 4]),
    ...invoked('second', 'b', requestIdOf(2), [1, 3], '00000000000000a3'),
  ]
  await seedTrace(idOf(1), documents)
  await seedTrace(idOf(2), [BROKEN, ...invoked('first', 'a', requestIdOf(9), [0, 4])])
  await seedTrace(idOf(3), [])
  const [first, second] = [await seedFunction(db, place, 'first'), await seedFunction(db, place, 'second')]
  await seedRun(
    first,
    requestIdOf(1),
    T0 + 10,
    [
      [20, 'asks second'],
      [3000, 'has its answer'],
    ],
    idOf(1),
  )
  // OpenTelemetry began a trace of its own: its log line names X-Ray's.
  await seedRun(
    second,
    requestIdOf(2),
    T0 + 1010,
    [
      [1020, 'is asked'],
      [2900, 'answers'],
    ],
    idOf(77),
  )
})
afterAll(() => db.close())

describe('lines of a trace', () => {
  it('stand by time, each with its invocation and the span that stands for it', async () => {
    const { lines, truncated } = await listTraceLines(db, idOf(1))
    expect(truncated).toBe(false)
    expect(
      lines.map(({ message, functionName, requestId, spanId }) => [message, functionName, requestId, spanId]),
    ).toEqual([
      ['asks second', 'first', requestIdOf(1), '00000000000000a2'],
      ['is asked', 'second', requestIdOf(2), '00000000000000b2'],
      ['answers', 'second', requestIdOf(2), '00000000000000b2'],
      ['has its answer', 'first', requestIdOf(1), '00000000000000a2'],
    ])
    const { invocations } = await getTrace(db, idOf(1))
    expect(new Set(lines.map((line) => line.invocationId))).toEqual(new Set(invocations.map(({ id }) => id)))
  })

  it('are joined by request ID where log lines name another trace', async () => {
    const { invocations } = await getTrace(db, idOf(1))
    expect(invocations.map(({ functionName }) => functionName)).toEqual(['first', 'second'])
  })

  it('are none where no invocation is stored', async () => {
    expect(await listTraceLines(db, idOf(2))).toEqual({ lines: [], truncated: false })
  })
})

it('a trace of very many invocations names the first of them and says how many there are', async () => {
  const many = Array.from({ length: 1_010 }, (_, at) => ({
    ...{ atMs: T0 + at, requestId: requestIdOf(10_000 + at), traceId: idOf(3) },
  }))
  await seedInvocations(db, await seedFunction(db, place, 'many'), many)
  const { invocations, invocationCount } = await getTrace(db, idOf(3))
  expect(invocationCount).toBe(1_010)
  expect(invocations.map(({ requestId }) => requestId)).toEqual(many.slice(0, 1_000).map(({ requestId }) => requestId))
  expect((await listTraceLines(db, idOf(3))).truncated).toBe(true)
})

describe('statistics of a trace', () => {
  it('tell what each operation of each service did', async () => {
    const { items } = await getTraceStatistics(db, idOf(1))
    const calls = items.filter(({ operation }) => operation === 'Invoke')
    expect(calls.map(({ service, count, totalMs, selfMs, share }) => [service, count, totalMs, selfMs, share])).toEqual(
      [
        ['first', 1, 4000, 2000, 1],
        ['second', 1, 2000, 2000, 0.5],
      ],
    )
  })
})

describe('a span', () => {
  it('is told however deep its metadata is nested, with what its document lacks and where it leads', async () => {
    const deep = `${'{"a":['.repeat(16_000)}1${']}'.repeat(16_000)}`
    await seedTrace(idOf(5), [
      `{"id":"00000000000000c1","name":"orders","origin":"AWS::Lambda","parent_id":"00000000000000ff","start_time":${S},
        "end_time":${S + 1},"metadata":{"m":${deep}},"links":[{"trace_id":"${idOf(1)}","id":"00000000000000a3"}],
        "cause":{"exceptions":[{"id":"e1","type":"E","message":"m","cause":"e2"},{"id":"e2","type":"C"}]}}`,
    ])
    const detail = await getSpanDetail(db, idOf(5), '00000000000000c1')
    expect(JSON.stringify(detail)).toContain('nested deeper than is shown')
    expect(detail.links).toEqual([{ traceId: idOf(1), id: '00000000000000a3' }])
    expect(detail.problems).toEqual([])
    expect(detail.exceptions.map(({ id, causeId }) => [id, causeId])).toEqual([
      ['e1', 'e2'],
      ['e2', null],
    ])
    expect(detail.consoleUrl).toContain('/functions/orders')
  })
})

describe('two traces', () => {
  it('are compared by either form of their IDs', async () => {
    const { a, b, paths } = await getTraceComparison(db, idOf(1), idOf(2).slice(2).replace('-', ''))
    expect([a.id, b.id, a.durationMs, b.spanCount]).toEqual([idOf(1), idOf(2), 4000, 3])
    expect(paths.map(({ name, service, change }) => [service, name, change])).toEqual([
      ['first', 'first', 'same'],
      ['first', 'first', 'same'],
      ['first', 'Lambda', 'same'],
      ['second', 'second', 'removed'],
      ['second', 'second', 'removed'],
      ['second', 'Lambda', 'removed'],
    ])
  })

  it('are compared only when both are there', async () => {
    await expect(getTraceComparison(db, idOf(1), 'x')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(getTraceComparison(db, idOf(4), idOf(1))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('the flame graph of a trace', () => {
  it('is as wide as the self time of all its spans', async () => {
    const { wholeMs, nodes } = await getTraceFlame(db, idOf(1))
    expect(wholeMs).toBe(nodes.reduce((sum, { selfMs }) => sum + (selfMs ?? 0), 0))
    expect(nodes.map(({ depth }) => depth)).toEqual([0, 1, 2, 3, 4, 5])
  })
})

describe('exports of a trace', () => {
  it('answers X-Ray’s documents to the letter, those too that cannot be read', async () => {
    const exported = await getXrayExport(db, idOf(2).slice(2).replace('-', ''))
    expect(XrayExport.parse(exported).Traces[0]).toMatchObject({
      Id: idOf(2),
      Duration: 4,
      Segments: [{ Id: '', Document: BROKEN }, { Id: '00000000000000a1' }, { Id: '00000000000000a2' }],
    })
    expect(await getTrace(db, idOf(2))).toMatchObject({ unreadable: 1, spans: expect.any(Array) })
  })

  it('answers OTLP that keeps its rules', async () => {
    const exported = await getOtlpExport(db, idOf(1))
    expect(OtlpExport.parse(exported)).toEqual(exported)
    expect(findOtlpFaults(exported)).toEqual([])
    expect(exported.resourceSpans).toHaveLength(4)
  })

  it('have nothing to hold where no document is stored, and are not found where there is no trace', async () => {
    expect(await getOtlpExport(db, idOf(3))).toEqual({ resourceSpans: [] })
    expect((await getXrayExport(db, idOf(3))).Traces[0]).toMatchObject({ Duration: 4, Segments: [] })
    await expect(getOtlpExport(db, idOf(4))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

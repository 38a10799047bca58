import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { indexTrace } from '@/lib/domain/traces/facts/index-trace'
import { readTraceFacts } from '@/lib/domain/traces/facts/read-trace-facts'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'
import { compareTraceGroups, listTraceGroups } from '@/lib/server/queries/list-trace-groups'
import { listTracePoints } from '@/lib/server/queries/list-trace-points'
import { listTraceVocabulary } from '@/lib/server/queries/list-trace-vocabulary'
import { listTraces } from '@/lib/server/queries/list-traces'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  requestIdOf,
  seedAlias,
  seedFunction,
  seedInvocations,
  seedPartitions,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

const SEGMENTS = parseSegments(sampleTrace())
const FACTS = readTraceFacts(SEGMENTS, null)
const SUMMARY = summariseTrace(SEGMENTS)
const WINDOW = { from: T0, to: T0 + HOUR }
const idOf = (at: number) => `1-${at.toString(16).padStart(8, '0')}-${'e'.repeat(24)}`

let db: TestDb
let placeId: number

/** Thirty traces: every third failed and took ten times as long. */
beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const place = await seedPlace(db)
  placeId = place.id
  const fn = await seedFunction(db, place, 'orders-api')
  await seedAlias(db, fn, 'live', '7', { 8: 0.5 })
  for (let at = 0; at < 30; at += 1) {
    const hasFault = at % 3 === 0
    const row = { ...SUMMARY, isPartial: false, hasFault, hasError: false, durationMs: hasFault ? 1_000 : 100 }
    const { facts, terms } = indexTrace(row, { ...FACTS, u: at % 2 === 0 ? ['alice'] : undefined })
    await db.pool.query(
      `insert into trace (account_region_id, id, started_at, duration_ms, has_error, has_fault, has_throttle, is_partial, revision,
         http_method, http_url, http_status, entry_point, function_names, facts, terms, documents_revision)
       values ($1, $2, $3, $4, false, $5, false, false, 1, $6, $7, $8, $9, $10, $11, $12, 1)`,
      [
        place.id,
        idOf(at),
        new Date(T0 + at * 1_000),
        row.durationMs,
        hasFault,
        row.httpMethod,
        `${row.httpUrl}/${at}`,
        row.httpStatus,
        row.entryPoint,
        row.functions,
        facts,
        terms,
      ],
    )
    const requestId = requestIdOf(at)
    await db.pool.query(
      'insert into trace_function (account_region_id, function_id, started_at, trace_id, request_id) values ($1, $2, $3, $4, $5)',
      [place.id, fn.id, new Date(T0 + at * 1_000), idOf(at), requestId],
    )
  }
  const calls = Array.from({ length: 30 }, (_, at) => ({
    atMs: T0 + at * 1_000,
    requestId: requestIdOf(at),
    traceId: idOf(at),
    version: at < 10 ? '7' : '8',
  }))
  await seedInvocations(db, fn, calls)
})
afterAll(() => db.close())

describe('traces in groups', () => {
  it('are counted with shares and percentiles, and each leads to its own traces', async () => {
    for (const by of ['url', 'status', 'function', 'root-cause', 'user'] as const) {
      const { counted, isAll, groups } = await listTraceGroups(db, { ...WINDOW, by }, T0 + HOUR)
      expect({ counted, isAll }).toEqual({ counted: 30, isAll: true })
      for (const { narrow, count } of groups) {
        const { items } = await listTraces(db, { ...WINDOW, limit: 100, sort: 'newest', filter: narrow }, T0 + HOUR)
        expect([by, narrow, items.length]).toEqual([by, narrow, count])
      }
    }
    const { groups } = await listTraceGroups(db, { ...WINDOW, by: 'status' }, T0 + HOUR)
    expect(groups).toMatchObject([
      { key: 'OK', count: 20, p50Ms: 100, p99Ms: 100, faults: 0 },
      { key: 'Fault', count: 10, share: 1 / 3, p50Ms: 1_000, faults: 10 },
    ])
  })

  it('meet the filter first', async () => {
    const { groups } = await listTraceGroups(db, { ...WINDOW, by: 'status', filter: 'duration > 0.5' }, T0 + HOUR)
    expect(groups.map(({ key, count }) => [key, count])).toEqual([['Fault', 10]])
    await expect(
      listTraceGroups(db, { ...WINDOW, by: 'status', filter: 'duration >' }, T0 + HOUR),
    ).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      details: { position: 10 },
    })
  })

  it('are compared by duration and by what they say', async () => {
    const compared = await compareTraceGroups(db, { ...WINDOW, by: 'status', left: 'OK', right: 'Fault' }, T0 + HOUR)
    expect(compared).toMatchObject({ counted: 30, left: { count: 20, p50Ms: 100 }, right: { count: 10, p50Ms: 1_000 } })
    expect(compared.attributes[0]).toMatchObject({ attribute: 'Status' })
  })
})

it('lists points as columns, newest first', async () => {
  const points = await listTracePoints(db, WINDOW, T0 + HOUR)
  expect(points).toMatchObject({ isAll: true, fromMs: T0 })
  expect(points.ids).toEqual(Array.from({ length: 30 }, (_, at) => idOf(29 - at)))
  expect(points.statuses).toBe('oof'.repeat(10))
  expect(points.durationsMs.slice(0, 3)).toEqual([100, 100, 1_000])
})

it('says from when on all points are there, where they are the newest of more', async () => {
  const fromMs = T0 + 2 * HOUR
  // The two oldest of 20,001 began in the same millisecond.
  await db.pool.query(
    `insert into trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision)
     select $1, 'many-' || at, $2::timestamptz + greatest(at, 1) * interval '1 ms', false, false, false, false, 1
       from generate_series(0, 20000) as at`,
    [placeId, new Date(fromMs)],
  )
  const points = await listTracePoints(db, { from: fromMs, to: fromMs + HOUR }, T0 + HOUR)
  expect(points.ids).toHaveLength(20_000)
  expect(points).toMatchObject({ isAll: false, fromMs: fromMs + 2 })
})

it('tells 500 words of each kind, however many there are of another', async () => {
  const fromMs = T0 + 4 * HOUR
  const services = (at: number) =>
    Array.from({ length: 300 }, (_, nth) => ({ n: [`service-${(at % 6) * 300 + nth}`], y: 'AWS::Lambda' }))
  for (let at = 0; at < 12; at += 1) {
    const facts = { s: services(at), ...(at === 0 ? { k: [{ k: 'seldom', s: 'gold' }] } : {}) }
    await db.pool.query(
      `insert into trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision, facts)
       values ($1, $2, $3, false, false, false, false, 1, $4)`,
      [placeId, `words-${at}`, new Date(fromMs + at), facts],
    )
  }
  const words = await listTraceVocabulary(db, { from: fromMs, to: fromMs + HOUR })
  expect(words.services).toHaveLength(500)
  expect(words).toMatchObject({ types: ['AWS::Lambda'], annotations: ['seldom'] })
})

it('tells what stored traces name', async () => {
  const words = await listTraceVocabulary(db, WINDOW)
  expect(words.services).toContain('orders-api')
  expect(words.types).toContain('AWS::Lambda')
  expect(words.annotations).toContain('aws:api_stage')
})

it('is limited to the version that log lines say ran', async () => {
  const ask = { ...WINDOW, limit: 100, sort: 'newest' as const, functionName: 'orders-api' }
  expect((await listTraces(db, { ...ask, qualifier: '7' }, T0 + HOUR)).items).toHaveLength(10)
  expect((await listTraces(db, { ...ask, qualifier: '8' }, T0 + HOUR)).items).toHaveLength(20)
  expect((await listTraces(db, { ...ask, qualifier: 'live' }, T0 + HOUR)).items).toHaveLength(30)
  await expect(listTraces(db, { ...ask, qualifier: '9' }, T0 + HOUR)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

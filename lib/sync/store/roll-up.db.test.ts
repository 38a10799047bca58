import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { rollUp } from '@/lib/sync/store/roll-up'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const FROM = Date.UTC(2026, 10, 7, 5)
const PLACE = 1

type Call = { atMs: number; durationMs: number | null }
type Slowest = { at_ms: number; slowest: number | null; place: number | null; second: number | null }

let db: TestDb
let client: pg.PoolClient

beforeAll(async () => {
  db = await openTestDb()
  client = await db.pool.connect()
  const tables = ['invocation', 'invocation_minute', 'invocation_hour'] as const
  await ensurePartitions(db.pool, tables, { fromMs: FROM, toMs: FROM + 2 * HOUR })
})
afterAll(async () => {
  client.release()
  await db.close()
})

async function store(functionId: number, calls: readonly Call[]): Promise<void> {
  await client.query(
    `INSERT INTO invocation (account_region_id, function_id, started_at, ended_at, key, stream_id, request_id, version, closed,
       result, duration_ms, billed_ms, memory_mb, max_memory_used_mb, cold_start)
     SELECT $1, $2, c.at, c.at, int8send(c.number), 1, gen_random_uuid(), '$LATEST', true, 'success', c.duration, ceil(c.duration), 1024, 64, false
       FROM unnest($3::timestamptz[], $4::float8[]) WITH ORDINALITY AS c(at, duration, number)`,
    [PLACE, functionId, calls.map(({ atMs }) => new Date(atMs)), calls.map(({ durationMs }) => durationMs)],
  )
  await rollUpMinutes(functionId, calls)
}

async function rollUpMinutes(functionId: number, calls: readonly Call[]): Promise<void> {
  const minutes = new Set(calls.map(({ atMs }) => Math.floor(atMs / MINUTE) * MINUTE))
  await client.query('BEGIN')
  await rollUp(
    client,
    PLACE,
    [...minutes].map((minuteMs) => ({ functionId, minuteMs })),
  )
  await client.query('COMMIT')
}

async function readRollups(table: string, functionId: number): Promise<Slowest[]> {
  const { rows } = await client.query<Slowest>(
    `SELECT (extract(epoch FROM at) * 1000)::float8 AS at_ms, duration_max_ms AS slowest, slowest_at_ms AS place, second_slowest_ms AS second
       FROM ${table} WHERE function_id = $1 ORDER BY at`,
    [functionId],
  )
  return rows
}

function slowestOf(calls: readonly Call[], lengthMs: number): Omit<Slowest, 'place'>[] {
  const starts = [...new Set(calls.map(({ atMs }) => Math.floor(atMs / lengthMs) * lengthMs))].sort((a, b) => a - b)
  return starts.map((start) => {
    const [slowest = null, second] = calls
      .filter(({ atMs }) => atMs >= start && atMs < start + lengthMs)
      .flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]))
      .sort((a, b) => b - a)
    return { at_ms: start, slowest, second: slowest === null ? null : Math.ceil(second ?? 0) }
  })
}

it('tells of each minute and hour when its slowest began, and how long no other lasted', async () => {
  const durations = fc.option(
    fc.oneof(
      fc.constantFrom(0, 3, 7.25),
      fc.integer({ min: 0, max: 9e7 }).map((n) => n / 100),
    ),
  )
  const call = fc.record({ atMs: fc.integer({ min: FROM, max: FROM + 2 * HOUR - 1 }), durationMs: durations })
  let functionId = 0
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 30 }), async (calls) => {
      functionId += 1
      await store(functionId, calls)
      for (const [table, lengthMs] of [
        ['invocation_minute', MINUTE],
        ['invocation_hour', HOUR],
      ] as const) {
        const rollups = await readRollups(table, functionId)
        expect(rollups.map(({ place: _, ...rest }) => rest)).toEqual(slowestOf(calls, lengthMs))
        for (const { at_ms, place, slowest } of rollups) {
          const began = place === null ? null : at_ms + place
          expect(
            calls.some(({ atMs, durationMs }) => durationMs === slowest && (began === null || atMs === began)),
          ).toBe(true)
          expect(place === null).toBe(slowest === null)
        }
      }
    }),
    { numRuns: 40 },
  )
})

it('knows neither of an hour of which a minute was rolled up by an older version', async () => {
  const calls = [1, 2, 3].map((minute) => ({ atMs: FROM + minute * MINUTE, durationMs: 10 * minute }))
  await store(500, calls)
  await client.query(
    'UPDATE invocation_minute SET slowest_at_ms = NULL, second_slowest_ms = NULL WHERE function_id = 500',
  )
  await rollUpMinutes(500, calls.slice(0, 1))
  expect(await readRollups('invocation_hour', 500)).toEqual([{ at_ms: FROM, slowest: 30, place: null, second: null }])
})

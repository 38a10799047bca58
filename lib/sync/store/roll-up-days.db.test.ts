import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packedQuantile } from '@/lib/domain/merged-sketch'
import { type Db, openDb } from '@/lib/server/db'
import { listRollupTotals } from '@/lib/server/queries/list-rollup-totals'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { rollUp } from '@/lib/sync/store/roll-up'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Saturday, so that three weeks are touched and one is whole. */
const FIRST = Date.UTC(2026, 10, 7)
const DAYS = 18
const PLACE = 1
const FUNCTIONS = [1, 2, 3]

type Call = {
  functionId: number
  atMs: number
  durationMs: number
  coldStart: boolean
  memoryMb: number
  version: string
}

const calls: Call[] = []
let db: TestDb
let client: pg.PoolClient

beforeAll(async () => {
  db = await openTestDb()
  client = await db.pool.connect()
  const tables = ['invocation', 'invocation_minute', 'invocation_hour'] as const
  await ensurePartitions(db.pool, tables, { fromMs: FIRST, toMs: FIRST + DAYS * DAY })
  // Spread over hours of all kinds; the third function is called in the last week alone.
  for (let index = 0; index < 400; index += 1) {
    const functionId = FUNCTIONS[index % 3] ?? 1
    const dayMs = FIRST + ((index * 7) % DAYS) * DAY
    const atMs = (functionId === 3 ? FIRST + 14 * DAY : dayMs) + ((index * 7919) % (24 * 60)) * MINUTE + index
    const version = index % 5 === 0 ? '7' : '$LATEST'
    calls.push({
      functionId,
      atMs,
      durationMs: 5 + (index % 97) * 11,
      coldStart: index % 9 === 0,
      memoryMb: 64 + (index % 50),
      version,
    })
  }
  await store(calls)
})

afterAll(async () => {
  client.release()
  await db.close()
})

/** Stores invocations and rolls up their minutes, as the pull does. */
async function store(added: readonly Call[]): Promise<void> {
  for (const [index, call] of added.entries()) {
    await client.query(
      `INSERT INTO invocation (account_region_id, function_id, started_at, ended_at, key, stream_id, request_id, version, closed,
         result, duration_ms, billed_ms, memory_mb, max_memory_used_mb, cold_start)
       VALUES ($1, $2, $3, $3, $4, 1, gen_random_uuid(), $5, true, 'success', $6::float8, ceil($6::float8), 1024, $7, $8)`,
      [
        ...[PLACE, call.functionId, new Date(call.atMs), Buffer.from(`${index}`.padStart(8, '0'))],
        ...[call.version, call.durationMs, call.memoryMb, call.coldStart],
      ],
    )
  }
  const touched = new Map(
    added.map(({ functionId, atMs }) => {
      const minuteMs = Math.floor(atMs / MINUTE) * MINUTE
      return [`${functionId}/${minuteMs}`, { functionId, minuteMs }]
    }),
  )
  await client.query('BEGIN')
  await rollUp(client, PLACE, [...touched.values()])
  await client.query('COMMIT')
}

function totalsOf(functionId: number, fromMs: number, toMs: number) {
  const own = calls.filter((call) => call.functionId === functionId && call.atMs >= fromMs && call.atMs < toMs)
  if (own.length === 0) return undefined
  const sorted = own.map(({ durationMs }) => durationMs).sort((a, b) => a - b)
  return {
    invocations: own.length,
    coldStarts: own.filter(({ coldStart }) => coldStart).length,
    gbMs: own.reduce((sum, { durationMs }) => sum + durationMs, 0),
    maxMemoryUsedMb: Math.max(...own.map(({ memoryMb }) => memoryMb)),
    median: sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN,
  }
}

async function expectTruth(fromMs: number, toMs: number, nowMs: number, of: Db = db): Promise<void> {
  const found = await listRollupTotals(of, FUNCTIONS, { fromMs, toMs, nowMs })
  for (const functionId of FUNCTIONS) {
    const expected = totalsOf(functionId, fromMs, toMs)
    const one = found.get(functionId)
    if (expected === undefined || one === undefined) {
      expect(one).toBe(expected)
      continue
    }
    const { median, ...figures } = expected
    const { durations, functionId: _, ...sums } = one
    expect(sums).toEqual(figures)
    expect(Math.abs((packedQuantile(durations, 0.5) ?? Number.NaN) - median)).toBeLessThanOrEqual(0.0101 * median)
  }
}

const Minute = fc.integer({ min: -60, max: DAYS * 24 * 60 + 60 })

it('tells of any window what its invocations do, from minutes, hours of days, days and weeks', async () => {
  const expectAny = (numRuns: number) =>
    fc.assert(
      fc.asyncProperty(Minute, Minute, fc.boolean(), async (one, other, isUpToNow) => {
        const [fromMs, toMs] = [FIRST + Math.min(one, other) * MINUTE, FIRST + Math.max(one, other) * MINUTE]
        const last = FIRST + DAYS * DAY
        await (isUpToNow ? expectTruth(fromMs, last, last) : expectTruth(fromMs, toMs, last + HOUR))
      }),
      { numRuns },
    )
  await expectAny(40)
  // A late one changes its minute, hour, day and week.
  const late = {
    functionId: 1,
    atMs: FIRST + 4 * DAY + 3 * HOUR,
    durationMs: 900,
    coldStart: true,
    memoryMb: 500,
    version: '8',
  }
  calls.push(late)
  await store([late])
  await expectAny(20)
})

it('reads hours and days where a database of an older version has no more', async () => {
  await client.query(`UPDATE invocation_day SET hours = NULL, hour_sketches = NULL WHERE at < '2026-11-12'`)
  await client.query(`UPDATE invocation_week SET invocations = 0 WHERE at < '2026-11-16'`)
  await client.query(`UPDATE invocation_day SET invocations = 0 WHERE at < '2026-11-10'`)
  await client.query(`
    INSERT INTO instance_setting VALUES ('invocation_days_from', '2026-11-10'), ('invocation_hours_from', '2026-11-12'),
      ('invocation_weeks_from', '2026-11-16')`)
  // What a migration wrote is read once.
  const later = openDb(db.url, 2)
  const last = FIRST + DAYS * DAY
  try {
    for (const hours of [0, 5, 30, 70, 120, 200, 300]) {
      await expectTruth(FIRST + hours * HOUR + MINUTE, last, last, later)
      await expectTruth(FIRST + 3 * HOUR + MINUTE, FIRST + (hours + 9) * HOUR + MINUTE, last + HOUR, later)
    }
  } finally {
    await later.close()
  }
})

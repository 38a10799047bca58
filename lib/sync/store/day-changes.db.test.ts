import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packedQuantile } from '@/lib/domain/merged-sketch'
import { selectRows } from '@/lib/server/db'
import { readMetricValues } from '@/lib/server/queries/get-metric-buckets'
import { listBilled } from '@/lib/server/queries/list-billed'
import type { CostFunction } from '@/lib/server/queries/list-cost-functions'
import { listRollupTotals } from '@/lib/server/queries/list-rollup-totals'
import { listUsage } from '@/lib/server/queries/list-usage'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { markAllDays, putDayChangesTogether } from '@/lib/sync/store/mark-day-changes'
import { rollUp } from '@/lib/sync/store/roll-up'
import { storeMetricPoints } from '@/lib/sync/store/store-metric-points'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A Wednesday: the window holds a whole week. */
const FROM = Date.UTC(2026, 9, 7, 9)
const NOW = FROM + 16 * DAY + 40 * MINUTE
const WINDOW = { fromMs: FROM, toMs: NOW }
const DAYS = { fromMs: FROM - 9 * HOUR, toMs: NOW - (NOW % DAY) + DAY }
/** Before all days: none is settled. */
const LONG_AGO = 0
/** Enough of them that what is read of settled days is remembered; three have been called. */
const IDS = Array.from({ length: 300 }, (_, index) => index + 1)
const CALLED = [1, 2, 3]

let db: TestDb
let client: pg.PoolClient
let calls = 0

beforeAll(async () => {
  db = await openTestDb()
  client = await db.pool.connect()
  const tables = ['invocation', 'invocation_minute', 'invocation_hour', 'metric_hour', 'metric_day'] as const
  await ensurePartitions(db.pool, tables, { fromMs: FROM, toMs: NOW })
  for (let atMs = FROM; atMs < NOW; atMs += 5 * HOUR + 7 * MINUTE) await call(CALLED[calls % 3] ?? 1, atMs)
})

afterAll(async () => {
  client.release()
  await db.close()
})

async function call(functionId: number, atMs: number): Promise<void> {
  calls += 1
  const durationMs = 5 + (calls % 97) * 11
  await client.query(
    `INSERT INTO invocation (account_region_id, function_id, started_at, ended_at, key, stream_id, request_id, version, closed,
       result, duration_ms, billed_ms, memory_mb, max_memory_used_mb, cold_start)
     VALUES (1, $1, $2, $2, $3, 1, gen_random_uuid(), $4, true, 'success', $5::float8, ceil($5::float8), 1000, $6, $7)`,
    [
      ...[functionId, new Date(atMs), Buffer.from(`${calls}`.padStart(8, '0')), `${calls % 2}`],
      ...[durationMs, 64 + (calls % 50), calls % 5 === 0],
    ],
  )
  const minuteMs = Math.floor(atMs / MINUTE) * MINUTE
  await inTransaction(client, () => rollUp(client, 1, [{ functionId, minuteMs }]))
}

/** What is told of a window, with days remembered or not. */
async function tellAll(ids: readonly number[], nowMs: number) {
  const totals = await listRollupTotals(db, ids, { ...WINDOW, nowMs: NOW })
  const functions = CALLED.map((id) => costFunction(id))
  const of = { functions, specialIds: [2], withTag: true, nowMs }
  const [usage, billed] = [await listUsage(db, DAYS, nowMs), await listBilled(db, DAYS, of)]
  return {
    totals: [...totals.values()]
      .map(({ durations, ...sums }) => ({ ...sums, medianMs: packedQuantile(durations, 0.5) }))
      .sort((a, b) => a.functionId - b.functionId),
    usage: usage.sort((a, b) => a.functionId - b.functionId || a.version.localeCompare(b.version)),
    billed: billed.sort((a, b) => a.atMs - b.atMs || `${a.tag}`.localeCompare(`${b.tag}`)),
  }
}

function costFunction(id: number): CostFunction {
  return {
    ...{ id, isInScope: true, placeId: 1, functionName: `fn-${id}`, accountId: '1', region: 'eu-west-1' },
    ...{ architecture: id === 3 ? 'arm64' : 'x86_64', runtime: null, isImage: false, memoryMb: 1000 },
    ...{ ephemeralStorageMb: 512, hasSnapStart: false, notAsNow: [], hasProvisioned: false, tag: `t${id}` },
  }
}

it('tells of remembered days what their rows say, also after a late invocation and after all that has changed', async () => {
  const expectSame = async () => {
    const rows = await tellAll(CALLED, LONG_AGO)
    expect(rows.usage.reduce((sum, { invocations }) => sum + invocations, 0)).toBe(calls)
    expect(rows.totals.reduce((sum, { invocations }) => sum + invocations, 0)).toBe(calls)
    // Read the first time, remembered the second, and then with sketches that are put together.
    for (let time = 0; time < 3; time += 1) expect(await tellAll(IDS, NOW)).toEqual(rows)
  }
  await expectSame()
  await call(2, FROM + 5 * DAY + 3 * HOUR)
  await expectSame()
  await call(3, NOW - MINUTE)
  await expectSame()
})

it('asks again for days that are remembered when a row of them has gone, and not before that is said', async () => {
  const before = await tellAll(IDS, NOW)
  await db.pool.query('delete from cost_day where function_id = 1 and at < $1', [new Date(NOW - 2 * DAY)])
  // Nobody may do that without saying so: it shows that days are not read each time.
  expect((await tellAll(IDS, NOW)).usage).toEqual(before.usage)
  await markAllDays(db.pool)
  const after = await tellAll(IDS, NOW)
  expect(after.usage).toEqual((await tellAll(CALLED, LONG_AGO)).usage)
  expect(after.usage).not.toEqual(before.usage)
})

it('tells of remembered days what CloudWatch answered last', async () => {
  await client.query(
    `INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic)
     SELECT 1, n, '', '', 'Invocations', 'Sum' FROM generate_series(1, 300) AS n`,
  )
  const ids = await selectRows<{ id: number }>(db.pool, 'select id from metric_series order by id', [])
  const store = (atMs: number, value: number | null) =>
    inTransaction(client, () =>
      storeMetricPoints(
        client,
        1,
        [{ id: ids[0]?.id ?? 0, points: value === null ? [] : [[atMs, value]], complete: true }],
        {
          ...{ window: { fromMs: atMs - HOUR, toMs: atMs + HOUR }, forget: null, periodS: 60, isLive: false },
        },
      ),
    )
  const sums = async (fromMs = FROM) => {
    const series = new Map(ids.map(({ id }) => [id, { statistic: 'Sum' }]))
    const whole = { fromMs, toMs: NOW, periodMs: NOW - fromMs, nowMs: NOW, skipZeros: true }
    return [...((await readMetricValues(db, whole, series)).get(ids[0]?.id ?? 0) ?? [])]
  }
  await store(FROM + 2 * DAY, 7)
  await store(FROM + 3 * DAY, 4)
  expect([await sums(), await sums()]).toEqual([[[0, 11]], [[0, 11]]])
  await store(FROM + 3 * DAY, 5)
  expect([await sums(), await sums()]).toEqual([[[0, 12]], [[0, 12]]])
  await store(FROM + 2 * DAY, null)
  expect(await sums()).toEqual([[0, 5]])
  // Windows that begin on two days of a week read the same row of it: a change of one day is not that of another.
  const [tuesday, friday] = [FROM + 6 * DAY - 9 * HOUR, FROM + 9 * DAY - 9 * HOUR]
  await db.pool.query('delete from day_change')
  await store(tuesday + 3 * HOUR, 20)
  expect([await sums(friday), await sums(tuesday)]).toEqual([[], [[0, 20]]])
  await store(friday + 3 * HOUR, 30)
  expect([await sums(friday), await sums(tuesday)]).toEqual([[[0, 30]], [[0, 50]]])
})

it('says nothing of days that are not over, and keeps what was said when its rows are put together', async () => {
  const read = () =>
    selectRows<{ at: string; changes: number; rows: number }>(
      db.pool,
      `select at::text, sum(changes)::int as changes, count(*)::int as rows from day_change group by at order by 1`,
      [],
    )
  await ensurePartitions(db.pool, ['invocation', 'invocation_minute', 'invocation_hour'], {
    ...{ fromMs: Date.now(), toMs: Date.now() + DAY },
  })
  for (let time = 0; time < 2; time += 1) await markAllDays(db.pool)
  const before = await read()
  await call(1, Date.now())
  expect(await read()).toEqual(before)
  expect(before.some(({ rows }) => rows > 1)).toBe(true)
  await putDayChangesTogether(db.pool)
  expect(await read()).toEqual(before.map((day) => ({ ...day, rows: 1 })))
})

import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { storeMetricPoints } from '@/lib/sync/store/store-metric-points'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Two hours before a Monday, so that windows cross hours, days and weeks. */
const T0 = Date.UTC(2026, 10, 22, 22)
const LENGTH = 240

let db: TestDb
let client: pg.PoolClient

beforeAll(async () => {
  db = await openTestDb()
  client = await db.pool.connect()
  await ensurePartitions(db.pool, ['metric_hour', 'metric_day'], { fromMs: T0, toMs: T0 + LENGTH * MINUTE })
})

afterAll(async () => {
  client.release()
  await db.close()
})

const read = fc.record({
  from: fc.integer({ min: 0, max: LENGTH - 1 }),
  length: fc.integer({ min: 1, max: 130 }),
  values: fc.dictionary(fc.integer({ min: 0, max: LENGTH - 1 }).map(String), fc.integer({ min: 0, max: 9 }), {
    maxKeys: 20,
  }),
})

it('holds of every minute what was answered last, and adds hours up to it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(read, { minLength: 1, maxLength: 6 }), async (reads) => {
      await client.query('TRUNCATE metric_series, metric_hour, metric_day, metric_week RESTART IDENTITY')
      await client.query(
        `INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic)
         VALUES (1, 1, '', '', 'Invocations', 'Sum')`,
      )
      const expected = new Map<number, number>()
      for (const { from, length, values } of reads) {
        const to = Math.min(LENGTH, from + length)
        const window = { fromMs: T0 + from * MINUTE, toMs: T0 + to * MINUTE }
        const answered = Object.entries(values).map(([minute, value]): [number, number] => [Number(minute), value])
        for (let minute = from; minute < to; minute += 1) expected.delete(minute)
        for (const [minute, value] of answered) if (minute >= from && minute < to) expected.set(minute, value)
        const points = answered.map(([minute, value]): [number, number] => [T0 + minute * MINUTE, value])
        const covering = { window, forget: null, periodS: 60, isLive: true }
        await inTransaction(client, () => storeMetricPoints(client, 1, [{ id: 1, points, complete: true }], covering))
      }
      expect(await readPoints()).toEqual([...expected].sort(([a], [b]) => a - b))
      expect(await readHours()).toEqual(hoursOf(expected))
      expect(await readTotals()).toEqual(totalsOf(expected))
      expect(await readWeeks()).toEqual(totalsOf(expected))
    }),
    { numRuns: 40 },
  )
})

it('takes the points of an hour in longer periods for the whole of it', async () => {
  await client.query('TRUNCATE metric_series, metric_hour, metric_day, metric_week RESTART IDENTITY')
  await client.query(
    `INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic)
     VALUES (1, 1, '', '', 'Invocations', 'Sum')`,
  )
  const hour = { fromMs: T0, toMs: T0 + 60 * MINUTE }
  const store = (points: [number, number][], periodS: number) =>
    inTransaction(client, () =>
      storeMetricPoints(client, 1, [{ id: 1, points, complete: true }], {
        window: hour,
        forget: null,
        periodS,
        isLive: false,
      }),
    )
  await store([[T0 + MINUTE, 4]], 60)
  await store(
    [
      [T0, 4],
      [T0 + 55 * MINUTE, 6],
    ],
    300,
  )
  const { rows } = await client.query(
    'SELECT cardinality(points) AS length, points[1] AS first, points[12] AS last FROM metric_hour',
  )
  expect(rows).toEqual([{ length: 12, first: 4, last: 6 }])
  expect(await readHours()).toEqual([[0, 10]])
})

it('gives no hour to averages and percentiles, which minutes do not tell', async () => {
  await client.query('TRUNCATE metric_series, metric_hour, metric_day, metric_week RESTART IDENTITY')
  await client.query(`
    INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic)
    SELECT 1, 1, '', '', 'Duration', statistic FROM unnest(ARRAY['Average', 'p50', 'Maximum']) AS statistic`)
  const points: [number, number][] = [
    [T0, 4],
    [T0 + MINUTE, 6],
  ]
  const covering = { window: { fromMs: T0, toMs: T0 + 60 * MINUTE }, forget: null, periodS: 60, isLive: false }
  const results = [1, 2, 3].map((id) => ({ id, points, complete: true }))
  await inTransaction(client, () => storeMetricPoints(client, 1, results, covering))
  const { rows } = await client.query('SELECT series_id AS id, hours[23] AS highest, total FROM metric_day')
  expect(rows).toEqual([{ id: 3, highest: 6, total: 6 }])
})

async function readPoints(): Promise<[number, number][]> {
  const { rows } = await client.query<{ minute: number; value: number }>(
    `SELECT (extract(epoch FROM h.at - $1::timestamptz) / 60 + n - 1)::int AS minute, value
     FROM metric_hour h, unnest(points) WITH ORDINALITY AS p(value, n) WHERE value IS NOT NULL ORDER BY 1`,
    [new Date(T0)],
  )
  return rows.map(({ minute, value }) => [minute, value])
}

/** Hours after T0 and what they add up to. */
async function readHours(): Promise<[number, number][]> {
  const { rows } = await client.query<{ hour: number; value: number }>(
    `SELECT (extract(epoch FROM d.at - $1::timestamptz) / 3600 + n - 1)::int AS hour, value
     FROM metric_day d, unnest(hours) WITH ORDINALITY AS p(value, n) WHERE value IS NOT NULL ORDER BY 1`,
    [new Date(T0)],
  )
  return rows.map(({ hour, value }) => [hour, value])
}

/** Days after that of T0 and what they add up to. */
async function readTotals(): Promise<[number, number][]> {
  const sql = `SELECT (d.at::date - $1::timestamptz::date) AS day, total FROM metric_day d ORDER BY 1`
  const { rows } = await client.query<{ day: number; total: number }>(sql, [new Date(T0)])
  return rows.map(({ day, total }) => [day, total])
}

/** The same as weeks hold them. Those that say that they hold nothing but zeros hold nothing else. */
async function readWeeks(): Promise<[number, number][]> {
  const sql = `
    SELECT (w.at::date - $1::timestamptz::date + n - 1)::int AS day, value,
      is_zero = NOT EXISTS (SELECT FROM unnest(days) AS v WHERE v <> 0) AND cardinality(days) = 7
        AND extract(isodow FROM w.at AT TIME ZONE 'UTC') = 1 AS holds
    FROM metric_week w, unnest(days) WITH ORDINALITY AS d(value, n) WHERE value IS NOT NULL ORDER BY 1`
  const { rows } = await client.query<{ day: number; value: number; holds: boolean }>(sql, [new Date(T0)])
  expect(rows.every(({ holds }) => holds)).toBe(true)
  return rows.map(({ day, value }) => [day, value])
}

function totalsOf(points: ReadonlyMap<number, number>): [number, number][] {
  const days = new Map<number, number>()
  for (const [minute, value] of points) {
    const day = Math.floor((T0 + minute * MINUTE) / DAY) - Math.floor(T0 / DAY)
    days.set(day, (days.get(day) ?? 0) + value)
  }
  return [...days].sort(([a], [b]) => a - b)
}

function hoursOf(points: ReadonlyMap<number, number>): [number, number][] {
  const hours = new Map<number, number>()
  for (const [minute, value] of points) {
    const hour = Math.floor(minute / 60)
    hours.set(hour, (hours.get(hour) ?? 0) + value)
  }
  return [...hours].sort(([a], [b]) => a - b)
}

import { afterAll, beforeAll, expect, it } from 'vitest'
import { getMetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  seedFunction,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

const MERGES = {
  Sum: (left: number, right: number) => left + right,
  Maximum: Math.max,
  Minimum: Math.min,
} as const
type Statistic = keyof typeof MERGES
/** Fractions, zeros, a negative one, one with an exponent, one beyond exact integers, and gaps. */
const VALUES = [3, 0, 0.125, undefined, -2.5, 4e21, 12345678, undefined, 1.5e-7]
const POINTS: Record<number, number> = {}
for (let minute = 0; minute < 300; minute += 1) {
  const value = VALUES[(minute * 5) % VALUES.length]
  if (value !== undefined) POINTS[minute] = value
}
let db: TestDb
let fn: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  fn = await seedFunction(db, await seedPlace(db), 'busy')
  for (const statistic of Object.keys(MERGES)) {
    await seedSeries(db, fn, { metric: 'Duration', statistic, points: POINTS })
  }
})

afterAll(() => db.close())

async function read(statistic: Statistic, request: { from: number; to: number; period: number; now?: number }) {
  const { from, to, period, now } = request
  const [found] = await getMetricBuckets(db, {
    fromMs: T0 + from * MINUTE,
    toMs: T0 + to * MINUTE,
    periodMs: period * MINUTE,
    functionIds: [fn.id],
    wanted: [`Duration ${statistic}`],
    qualifiers: null,
    ...(now === undefined ? {} : { nowMs: T0 + now * MINUTE }),
  })
  return [...(found?.values ?? [])].sort(([left], [right]) => left - right)
}

function compute(statistic: Statistic, { from, to, period }: { from: number; to: number; period: number }) {
  const buckets = new Map<number, number>()
  for (const [key, value] of Object.entries(POINTS)) {
    const minute = Number(key)
    if (minute < from || minute >= to) continue
    const bucket = Math.floor((minute - from) / period)
    const before = buckets.get(bucket)
    buckets.set(bucket, before === undefined ? value : MERGES[statistic](before, value))
  }
  return [...buckets]
}

it.each([
  { from: 0, to: 300, period: 1 },
  { from: 7, to: 293, period: 13 },
  { from: 60, to: 240, period: 60 },
  { from: 20, to: 40, period: 20 },
  { from: 59, to: 61, period: 2 },
])('merges the points in %j as their statistic says', async (request) => {
  for (const statistic of ['Maximum', 'Minimum'] as const) {
    expect(await read(statistic, request)).toEqual(compute(statistic, request))
  }
  const [sums, expected] = [await read('Sum', request), compute('Sum', request)]
  expect(sums.map(([bucket]) => bucket)).toEqual(expected.map(([bucket]) => bucket))
  for (const [index, [, sum]] of sums.entries()) {
    const exact = expected[index]?.[1] ?? Number.NaN
    expect(Math.abs(sum - exact)).toBeLessThanOrEqual(1e-12 * Math.abs(exact))
  }
})

it('reads whole days from weeks where there is one bucket, or buckets are made of days', async () => {
  const day = { from: -720, to: 720, period: 1440 }
  for (const statistic of ['Maximum', 'Minimum'] as const) {
    const around = { from: -900, to: 900, period: 1800 }
    expect(await read(statistic, around)).toEqual(compute(statistic, around))
  }
  await db.pool.query(`update metric_week set days[5] = 7e30 where at = '2026-11-16'`)
  expect(await read('Sum', day)).toEqual([[0, 7e30]])
  expect(await read('Sum', { from: -2160, to: 2160, period: 1440 })).toEqual([[1, 7e30]])
  expect(await read('Sum', { ...day, to: 300, now: 300 })).toEqual([[0, 7e30]])
  const part = { ...day, to: 719 }
  expect((await read('Sum', part))[0]?.[1]).toBeCloseTo(compute('Sum', part)[0]?.[1] ?? Number.NaN, -10)
  expect(await read('Maximum', { ...day, period: 720 })).not.toContainEqual([0, 7e30])
})

it('reads a window of whole hours from days, but for its edges, and to the end of the running hour where it ends now', async () => {
  const window = { from: -700, to: 290, period: 990 }
  const [most] = compute('Maximum', window)
  expect(await read('Maximum', window)).toEqual([most])
  expect(await read('Maximum', { ...window, now: 290 })).toEqual([most])
  await db.pool.query(`update metric_day set hours[17] = 9e30 where at = '2026-11-20'`)
  const hour = { from: 180, to: 290, period: 110 }
  expect(await read('Maximum', hour)).toEqual(compute('Maximum', hour))
  expect(await read('Maximum', { ...hour, now: 290 })).toEqual([[0, 9e30]])
})

it('reads points of five minutes and of an hour, each at its start', async () => {
  const [id] = (await db.pool.query<{ id: number }>(`select id from metric_series where statistic = 'Sum'`)).rows
  await db.pool.query(`delete from metric_hour where series_id = $1`, [id?.id])
  for (const [hour, values] of [
    [0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    [1, [100]],
  ] as const) {
    const at = new Date(T0 + hour * HOUR)
    await db.pool.query('insert into metric_hour values ($1, $2, $3, $4)', [fn.place.id, id?.id, at, values])
  }
  expect(await read('Sum', { from: 3, to: 120, period: 10 })).toEqual([
    [0, 2 + 3],
    [1, 4 + 5],
    [2, 6 + 7],
    [3, 8 + 9],
    [4, 10 + 11],
    [5, 12 + 100],
  ])
  expect(await read('Sum', { from: 61, to: 120, period: 1 })).toEqual([])
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { getLogHistogram } from '@/lib/server/queries/get-log-histogram'
import { listLogPatterns } from '@/lib/server/queries/list-log-patterns'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { HOUR, seedFunction, seedPartitions, seedPlace, seedStream, T0 } from '@/lib/server/testing/seed'

const LINES = 16_000
/* Lines take turns as those of an invocation do, and in the last quarter of the hour there is one kind more. */
const WRITE = `
  insert into log_event (account_region_id, at, event_id, stream_id, request_id, level, foldable, message)
  select $1, $2::timestamptz + n * interval '1 hour' / $4, decode(lpad(to_hex(n), 16, '0'), 'hex'), $3, null, null, true,
         case when n >= $4 * 3 / 4 and n % 2 = 0 then 'the pool is exhausted'
              else (array['a call begins', 'an order came in', 'it was paid', 'a call ends'])[n % 4 + 1] end
    from generate_series(0, $4::int - 1) n`

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const place = await seedPlace(db)
  const fn = await seedFunction(db, place, 'orders-api')
  const streamId = await seedStream(db, fn, '2026/11/20/[7]22be53a8c0e14ddf9b1e1d7e9b1c1e1f', '7')
  await db.pool.query(WRITE, [place.id, new Date(T0), streamId, LINES])
})
afterAll(() => db.close())

it('makes patterns of a sample that stands for what the histogram counts, and does not tell when one was last seen', async () => {
  const request = { from: T0, to: T0 + HOUR }
  const { patterns, linesRead, sampledShare } = await listLogPatterns(db, request)
  const { buckets } = await getLogHistogram(db, request)
  const counted = buckets.reduce((sum, { counts }) => sum + counts.none, 0)
  expect(counted).toBe(LINES)
  expect(linesRead).toBe(5_000)
  expect(sampledShare).toBeCloseTo(5_000 / LINES, 9)
  const told = patterns.reduce((sum, { lines }) => sum + lines, 0)
  expect(Math.abs(told - LINES)).toBeLessThanOrEqual(patterns.length)
  // 16,000 lines: two in four of the last quarter are of the pool, instead of what begins and is paid.
  const wanted = { 'a call begins': 3_000, 'it was paid': 3_000, 'an order came in': 4_000, 'a call ends': 4_000 }
  for (const [pattern, lines] of Object.entries({ ...wanted, 'the pool is exhausted': 2_000 })) {
    const found = patterns.find((one) => one.pattern === pattern)
    expect(Math.abs((found?.lines ?? 0) / lines - 1)).toBeLessThan(0.1)
    expect([found?.firstMs, found?.lastMs]).toEqual([null, null])
  }
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_RETENTION } from '@/lib/domain/retention'
import { getStorage } from '@/lib/server/queries/get-storage'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { HOUR, seedFunction, seedLogCoverage, seedPartitions, seedPlace, T0 } from '@/lib/server/testing/seed'

const MIDNIGHT = T0 - 12 * HOUR
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  for (const day of ['2026-11-19', '2026-11-20'])
    await db.pool.query(`select ensure_day_partition('log_block', $1::date)`, [day])
})

afterAll(() => db.close())

const find = async (kind: string) =>
  (await getStorage(db, null, T0)).kinds.find((one) => one.kind === kind) ?? expect.fail(`no ${kind}`)

/** As many bytes as a partition needs to be told from an empty one. */
function addBlocks(day: string, blocks: number) {
  return db.pool.query(
    `insert into log_block (account_region_id, log_group_id, hour, part, from_at, to_at, lines, stream_ids, body)
     select 1, 1, $1::timestamptz, n, $1, $1, 1, '{1}', convert_to(repeat(md5(n::text), 200), 'UTF8') from generate_series(1, $2) n`,
    [`${day} 00:00+00`, blocks],
  )
}

function addLines(day: string, lines: number) {
  return db.pool.query(
    `insert into log_event (at, account_region_id, stream_id, foldable, event_id, message)
     select $1::timestamptz, 1, 1, false, decode(md5(n::text), 'hex'), repeat('x', 200) from generate_series(1, $2) n`,
    [`${day} 00:00+00`, lines],
  )
}

it('knows what is there and how long it is kept, and not what a day comes to before enough is stored', async () => {
  const storage = await getStorage(db, null, T0)
  expect(storage.kinds.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(storage.totalBytes)
  expect(storage.kinds.map(({ kind, keptDays }) => [kind, keptDays])).toEqual([
    ...Object.entries(DEFAULT_RETENTION),
    ['other', null],
  ])
  expect(storage.kinds.filter(({ kind }) => kind !== 'other').map(({ dayBytes }) => dayBytes)).toEqual(
    Array(9).fill(null),
  )
  expect(storage).toMatchObject({ fullBytes: null, fullAtMs: null, freeBytes: null, warning: null })
})

it('measures a day of each kind by the time that is stored, and lines by the days that are packed', async () => {
  const fn = await seedFunction(db, await seedPlace(db), 'orders')
  await addLines('2026-11-20', 30000)
  await seedLogCoverage(db, fn, MIDNIGHT - 12 * HOUR, T0)
  const rows = await find('logLines')
  expect(rows.dayBytes).toBeNull()
  expect(rows.bytes).toBeGreaterThan(1_000_000)
  await addBlocks('2026-11-19', 100)
  const [block] = (
    await db.pool.query<{ bytes: number }>(`select pg_total_relation_size('log_block_20261119')::float8 as bytes`)
  ).rows
  const packed = await find('logLines')
  // Half of yesterday is stored, so that a whole day comes to twice its blocks.
  expect(packed.dayBytes).toBe(2 * (block?.bytes ?? 0))
  const openDay = (2 * (packed.bytes - (block?.bytes ?? 0)) * 31) / 24
  expect(packed.fullBytes).toBeGreaterThan(8 * (packed.dayBytes ?? 0) + openDay / 2)
  expect(packed.fullBytes).toBeLessThan(8 * (packed.dayBytes ?? 0) + openDay)
  const minutes = await find('minuteRollups')
  expect(minutes.fullBytes).toBe((minutes.dayBytes ?? 0) * 31)
})

it('looks at the disk of the embedded database where there is one', async () => {
  expect((await getStorage(db, '/', T0)).freeBytes).toBeGreaterThan(0)
  expect((await getStorage(db, '/nowhere/at/all', T0)).freeBytes).toBeNull()
})

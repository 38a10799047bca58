import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { lookUpTrace } from '@/lib/server/commands/look-up-trace'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const ID = '1-691f3210-000000000000000000000001'
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})

beforeEach(async () => {
  await db.pool.query('TRUNCATE sync_state, trace, trace_request')
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at)
     SELECT place, 'trace-documents', '', 'traces', '2030-01-01' FROM generate_series(1, 2) AS place`,
  )
})

afterAll(() => db.close())

function requests() {
  const sql =
    'SELECT account_region_id AS place, trace_id AS id, answered_at AS "answeredAt" FROM trace_request ORDER BY 1, 2'
  return db.pool.query(sql).then(({ rows }) => rows)
}

it('asks every account and region once, and wakes whoever answers', async () => {
  expect(await lookUpTrace(db, '691f3210000000000000000000000001', NOW_MS)).toEqual({ state: 'asked' })
  expect(await lookUpTrace(db, ID, NOW_MS + 1000)).toEqual({ state: 'asked' })
  expect(await requests()).toEqual([
    { place: 1, id: ID, answeredAt: null },
    { place: 2, id: ID, answeredAt: null },
  ])
  const { rows } = await db.pool.query('SELECT DISTINCT extract(epoch FROM next_run_at)::int AS next FROM sync_state')
  expect(rows).toEqual([{ next: 0 }])
})

it('is absent once all have answered, and asked again later', async () => {
  await lookUpTrace(db, ID, NOW_MS)
  await db.pool.query('UPDATE trace_request SET answered_at = now() WHERE account_region_id = 1')
  expect(await lookUpTrace(db, ID, NOW_MS + 1000)).toEqual({ state: 'asked' })
  await db.pool.query('UPDATE trace_request SET answered_at = now()')
  expect(await lookUpTrace(db, ID, NOW_MS + 2000)).toEqual({ state: 'absent' })
  expect(await lookUpTrace(db, ID, NOW_MS + 10 * 60_000)).toEqual({ state: 'asked' })
  expect(await requests()).toMatchObject([{ answeredAt: null }, { answeredAt: null }])
})

it('is found when it is stored, and absent where nothing is pulled', async () => {
  await db.pool.query(
    `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision)
     VALUES (1, $1, now(), false, false, false, false, 1)`,
    [ID],
  )
  expect(await lookUpTrace(db, ID, NOW_MS)).toEqual({ state: 'found' })
  await db.pool.query('TRUNCATE sync_state, trace')
  expect(await lookUpTrace(db, ID, NOW_MS)).toEqual({ state: 'absent' })
})

it('refuses what is no trace ID, and forgets requests of yesterday', async () => {
  await expect(lookUpTrace(db, 'x', NOW_MS)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  await db.pool.query(`INSERT INTO trace_request VALUES (9, 'old', $1, NULL)`, [new Date(NOW_MS - 25 * 3_600_000)])
  await lookUpTrace(db, ID, NOW_MS)
  expect((await requests()).map(({ id }) => id)).toEqual([ID, ID])
})

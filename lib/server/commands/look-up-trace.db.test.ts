import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { lookUpTrace } from '@/lib/server/commands/look-up-trace'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { seedPartitions } from '@/lib/server/testing/seed'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const ID = '1-691f3210-000000000000000000000001'
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
})

beforeEach(async () => {
  await db.pool.query('TRUNCATE sync_state, api_state, trace, trace_request, account_region, aws_account CASCADE')
  await db.pool.query(
    `INSERT INTO aws_account (id, name, regions, origin) VALUES (1, 'shop', '{eu-west-1,eu-west-2}', 'api')`,
  )
  await db.pool.query(
    `INSERT INTO account_region (id, account_id, region, aws_account_id)
     SELECT place, '111122223333', 'eu-west-' || place, 1 FROM generate_series(1, 2) AS place`,
  )
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, state)
     SELECT place, 'trace-documents', '', 'traces', '2030-01-01', 'ok' FROM generate_series(1, 2) AS place`,
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

function nextRuns() {
  const sql = `SELECT extract(epoch FROM next_run_at)::int = 0 AS woken FROM sync_state ORDER BY account_region_id`
  return db.pool.query<{ woken: boolean }>(sql).then(({ rows }) => rows.map(({ woken }) => woken))
}

it('asks no account-region that is not pulled, and waits for none that was left since', async () => {
  await db.pool.query('UPDATE account_region SET pulled = false WHERE id = 2')
  expect(await lookUpTrace(db, ID, NOW_MS)).toEqual({ state: 'asked' })
  expect(await requests()).toMatchObject([{ place: 1 }])
  expect(await nextRuns()).toEqual([true, false])
  await db.pool.query('UPDATE trace_request SET answered_at = now()')
  await db.pool.query(`INSERT INTO trace_request VALUES (2, $1, $2, NULL)`, [ID, new Date(NOW_MS)])
  expect(await lookUpTrace(db, ID, NOW_MS + 1000)).toEqual({ state: 'absent' })
  await db.pool.query('UPDATE aws_account SET paused = true')
  expect(await lookUpTrace(db, ID, NOW_MS + 10 * 60_000)).toEqual({ state: 'absent' })
})

it('leaves a step alone that has to wait, because AWS throttles or refuses', async () => {
  await db.pool.query(`UPDATE sync_state SET state = 'throttled' WHERE account_region_id = 2`)
  await lookUpTrace(db, ID, NOW_MS)
  expect(await requests()).toHaveLength(2)
  expect(await nextRuns()).toEqual([true, false])
})

it('looks twenty traces up at a time, and gives up those that nobody answers', async () => {
  const idOf = (number: number) => `1-691f3210-${String(number).padStart(24, '0')}`
  for (let number = 1; number <= 20; number += 1) await lookUpTrace(db, idOf(number), NOW_MS)
  await expect(lookUpTrace(db, idOf(21), NOW_MS)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  expect(await requests()).toHaveLength(40)
  expect(await lookUpTrace(db, idOf(20), NOW_MS)).toEqual({ state: 'asked' })
  await db.pool.query('UPDATE trace_request SET answered_at = now() WHERE trace_id = $1', [idOf(3)])
  expect(await lookUpTrace(db, idOf(21), NOW_MS)).toEqual({ state: 'asked' })
  await lookUpTrace(db, idOf(22), NOW_MS + 61 * 60_000)
  expect(new Set((await requests()).map(({ id }) => id))).toEqual(new Set([idOf(3), idOf(22)]))
})

it('names what is not allowed instead of calling a trace absent that nobody was let look for', async () => {
  await db.pool.query(
    `INSERT INTO api_state (account_region_id, service, operation, state, detail, iam_action, last_failed_at)
     SELECT 2, 'xray', name, 'denied', 'No.', 'xray:' || name, $1 FROM unnest(ARRAY['BatchGetTraces', 'StartTraceRetrieval']) AS name`,
    [new Date(NOW_MS - 10 * 60_000)],
  )
  await lookUpTrace(db, ID, NOW_MS)
  await db.pool.query('UPDATE trace_request SET answered_at = now() WHERE account_region_id = 1')
  // Refused before the request was made, which is tried again.
  expect(await lookUpTrace(db, ID, NOW_MS + 1000)).toEqual({ state: 'asked' })
  await db.pool.query('UPDATE api_state SET last_failed_at = $1', [new Date(NOW_MS + 1000)])
  const refused = (name: string) => {
    const place = { accountId: '111122223333', region: 'eu-west-2' }
    const told = { message: `AWS refuses ${name}: No.`, fix: expect.stringContaining(`Allow xray:${name} `) }
    return { state: 'refused', refusals: [{ ...place, ...told }] }
  }
  expect(await lookUpTrace(db, ID, NOW_MS + 2000)).toEqual(refused('BatchGetTraces'))
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, cursor)
     VALUES (2, 'traces', '', 'traces', '2030-01-01', '{"toSpans": true}')`,
  )
  expect(await lookUpTrace(db, ID, NOW_MS + 2000)).toEqual(refused('StartTraceRetrieval'))
  await db.pool.query(`UPDATE api_state SET state = 'ok'`)
  expect(await lookUpTrace(db, ID, NOW_MS + 2000)).toEqual({ state: 'asked' })
  await db.pool.query('UPDATE trace_request SET answered_at = now()')
  expect(await lookUpTrace(db, ID, NOW_MS + 2000)).toEqual({ state: 'absent' })
})

it('is found when it is stored, and absent where nothing is pulled', async () => {
  await db.pool.query(
    `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision)
     VALUES (1, $1, '2026-11-20 12:00+00', false, false, false, false, 1)`,
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

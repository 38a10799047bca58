import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { type SeededPlace, seedFunction, seedPlace } from '@/lib/server/testing/seed'
import { readMetricFacts } from '@/lib/sync/steps/read-metric-facts'

let db: TestDb
let place: SeededPlace
let functionId: number

beforeAll(async () => {
  db = await openTestDb()
  place = await seedPlace(db)
  functionId = (await seedFunction(db, place, 'silent')).id
  await db.pool.query('DELETE FROM log_group')
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES ($1, 'log-groups', '', 'logs', now())`,
    [place.id],
  )
})

afterAll(() => db?.close())

it.each([
  { listing: 'never ran', started: null, state: 'waiting', next: '2026-11-20 15:00', untold: false },
  { listing: 'is under way', started: '2026-11-20 15:00', state: 'running', next: '2026-11-20 15:00', untold: false },
  { listing: 'is to run again at once', started: '2026-11-20 15:00', state: 'ok', next: 'epoch', untold: false },
  { listing: 'was refused', started: '2026-11-20 15:00', state: 'denied', next: '2026-11-20 15:10', untold: false },
  { listing: 'is over', started: '2026-11-20 15:00', state: 'ok', next: '2026-11-20 15:10', untold: true },
])('takes a group that is not listed for absent only when the listing is over: it $listing', async (given) => {
  await db.pool.query('UPDATE sync_state SET last_started_at = $1, state = $2, next_run_at = $3', [
    ...[given.started, given.state, given.next],
  ])
  const { untoldIds } = await readMetricFacts({ pool: db.pool, place })
  expect(untoldIds.has(functionId)).toBe(given.untold)
})

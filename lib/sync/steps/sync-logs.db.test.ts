import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { type SeededPlace, seedFunction, seedPlace } from '@/lib/server/testing/seed'
import { type AnsweringAws, openTestAws, startAnsweringAws } from '@/lib/sync/aws/testing/answering-aws'
import { pageOfOneEvent } from '@/lib/sync/aws/testing/one-event-pages'
import { runStep } from '@/lib/sync/run-step'
import { syncLogs } from '@/lib/sync/steps/sync-logs'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const MINUTE_MS = 60_000

let db: TestDb
let place: SeededPlace
let aws: AnsweringAws
/** How many pages a run gets before it is cut short. */
let pagesLeft = 0
let stop = new AbortController()

beforeAll(async () => {
  db = await openTestDb()
  place = await seedPlace(db)
  aws = await startAnsweringAws(({ input }) => {
    if (input.logGroupName === 'idle') return { events: [] }
    pagesLeft -= 1
    if (pagesLeft < 0) stop.abort()
    return pageOfOneEvent(input, 'hello')
  })
})

afterAll(async () => {
  aws?.close()
  await db?.close()
})

async function runWith(pages: number, nowMs: number, subject = 'busy'): Promise<void> {
  pagesLeft = pages
  stop = new AbortController()
  const openAws = (atMs: number, signal: AbortSignal) => openTestAws({ clients: aws.clients, nowMs: atMs, signal })
  const settings = { backfillMs: MINUTE_MS, metricsEveryMs: MINUTE_MS, hashKey: '' }
  const task = { pool: db.pool, place, step: syncLogs, subject, settings, clock: () => nowMs, openAws }
  await runStep({ ...task, signal: stop.signal })
}

async function liveAtMs(): Promise<unknown> {
  const { rows } = await db.pool.query(`SELECT cursor -> 'liveAtMs' AS at FROM sync_state WHERE subject = 'busy'`)
  return rows[0]?.at
}

it('gets on with a group of which one run cannot read all that its live read looks back over', async () => {
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, target_from, cursor)
     VALUES ($1, 'logs', 'busy', 'logs', 'epoch', $2, $3)`,
    [place.id, new Date(NOW_MS - 60 * MINUTE_MS), JSON.stringify({ liveAtMs: NOW_MS - MINUTE_MS })],
  )
  // Ten minutes of lines, which are those that were read before.
  await runWith(60, NOW_MS)
  expect(await liveAtMs()).toBe(NOW_MS - MINUTE_MS)
  await runWith(60, NOW_MS + 5 * MINUTE_MS)
  expect(await liveAtMs()).toBe(NOW_MS + 5 * MINUTE_MS)
})

it('lets a group rest of which CloudWatch would tell that its function is called, and no other', async () => {
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, state, last_ok_at, next_run_at, cursor)
     SELECT $1, step, subject, 'logs', 'ok', $2, 'epoch', '{"quietRuns": 100}'
     FROM (VALUES ('logs', 'idle'), ('metrics', ''), ('metric-list', '')) AS s(step, subject)`,
    [place.id, new Date(NOW_MS)],
  )
  const { id } = await seedFunction(db, place, 'orders', { logGroupName: 'idle' })
  const restAt = async (nowMs: number) => {
    await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE step = 'logs'`)
    await runWith(1000, nowMs, 'idle')
    const sql = `SELECT next_run_at AS at FROM sync_state WHERE subject = 'idle'`
    return ((await db.pool.query<{ at: Date }>(sql)).rows[0]?.at.getTime() ?? 0) - nowMs
  }
  expect(await restAt(NOW_MS)).toBe(2 * MINUTE_MS)
  await db.pool.query(
    `INSERT INTO api_state (account_region_id, service, operation, state) VALUES ($1, 'cloudwatch', 'ListMetrics', 'ok')`,
    [place.id],
  )
  expect(await restAt(NOW_MS + MINUTE_MS)).toBe(20 * MINUTE_MS)
  await db.pool.query(
    `INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic, last_point_at)
     VALUES ($1, $2, '', '', 'Invocations', 'Sum', $3)`,
    [place.id, id, new Date(NOW_MS - 60 * MINUTE_MS)],
  )
  expect(await restAt(NOW_MS + 2 * MINUTE_MS)).toBe(2 * MINUTE_MS)
  await db.pool.query('UPDATE metric_series SET last_point_at = NULL')
  expect(await restAt(NOW_MS + 30 * MINUTE_MS)).toBe(2 * MINUTE_MS)
})

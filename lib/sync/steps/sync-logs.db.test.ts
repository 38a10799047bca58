import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { type SeededPlace, seedPlace } from '@/lib/server/testing/seed'
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
    pagesLeft -= 1
    if (pagesLeft < 0) stop.abort()
    return pageOfOneEvent(input, 'hello')
  })
})

afterAll(async () => {
  aws?.close()
  await db?.close()
})

async function runWith(pages: number, nowMs: number): Promise<void> {
  pagesLeft = pages
  stop = new AbortController()
  const openAws = (atMs: number, signal: AbortSignal) => openTestAws({ clients: aws.clients, nowMs: atMs, signal })
  const settings = { backfillMs: MINUTE_MS, metricsEveryMs: MINUTE_MS, hashKey: '' }
  const task = { pool: db.pool, place, step: syncLogs, subject: 'busy', settings, clock: () => nowMs, openAws }
  await runStep({ ...task, signal: stop.signal })
}

async function liveAtMs(): Promise<unknown> {
  const { rows } = await db.pool.query(`SELECT cursor -> 'liveAtMs' AS at FROM sync_state`)
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

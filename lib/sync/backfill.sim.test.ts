import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { selectRows } from '@/lib/server/db'
import { BACKFILL_SHARE } from '@/lib/sync/aws/pace-backfill'
import { rateLimitOf } from '@/lib/sync/aws/rate-limits'
import { runSchedule } from '@/lib/sync/schedule'
import { openSyncWorker } from '@/lib/sync/sync-worker'
import { askSimulator, HOUR_MS, openTestDb, TEST_NOW_MS, type TestDb } from '@/lib/sync/testing/open-test-pull'

const REGION = 'eu-west-1'
/** Simulated time runs this much faster than ours, at which calls are paced. */
const SPEED = 4
const LONGEST_MS = 120_000
/** The history of a log group that is read before the test is content. */
const ENOUGH_HOURS = 4

let world: TestSimulator
let db: TestDb

beforeAll(async () => {
  world = await startSimulator({ now: new Date(TEST_NOW_MS), frozen: true, functions: 5, hours: 24 })
  Object.assign(process.env, world.env)
  db = await openTestDb()
}, 180_000)

afterAll(async () => {
  await db?.drop()
  await world?.stop()
})

type Live = { subject: string; liveAtMs: number }

function readLive(): Promise<Live[]> {
  const sql = `SELECT subject, (cursor ->> 'liveAtMs')::float8 AS "liveAtMs" FROM sync_state WHERE step = 'logs' AND cursor ? 'liveAtMs'`
  return selectRows<Live>(db.pool, sql, [])
}

async function readOld(): Promise<{ calls: number; hours: number }> {
  const sql = `SELECT coalesce(sum(calls), 0)::int AS calls, (coalesce(sum(backfilled_ms), 0) / 3600000)::float8 AS hours
    FROM sync_run WHERE step = 'logs' AND backfilled_ms > 0`
  return (await selectRows<{ calls: number; hours: number }>(db.pool, sql, []))[0] ?? { calls: 0, hours: 0 }
}

it('a day of history keeps no log group waiting for a minute, and takes its share of the pace at most', async () => {
  const begunMs = performance.now()
  const clock = () => TEST_NOW_MS + Math.floor((performance.now() - begunMs) * SPEED)
  const stop = new AbortController()
  const worker = await openSyncWorker({
    ...{ databaseUrl: db.url, accounts: [{ name: 'default', regions: [REGION] }], clock, signal: stop.signal },
    ...{ backfillMs: 24 * HOUR_MS, metricsEveryMs: 60_000 },
  })
  const running = runSchedule(worker, { signal: stop.signal, kill: AbortSignal.timeout(LONGEST_MS + 20_000) })
  const waits = new Map<string, number>()
  const follow = async () => {
    await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: clock() }) })
    for (const { subject, liveAtMs } of await readLive()) {
      waits.set(subject, Math.max(waits.get(subject) ?? 0, clock() - liveAtMs))
    }
    return (await readOld()).hours
  }
  await expect.poll(follow, { timeout: LONGEST_MS, interval: 500 }).toBeGreaterThan(ENOUGH_HOURS)
  stop.abort()
  await running
  expect(waits.size).toBeGreaterThan(2)
  const [late] = [...waits].sort(([, a], [, b]) => b - a)
  // A quiet group is looked at every two minutes at most; to be late is to wait a minute beyond that.
  expect(late?.[1], late?.[0]).toBeLessThan(3 * 60_000)
  const { calls } = await readOld()
  const { perSecond } = rateLimitOf(REGION, 'logs', 'FilterLogEvents')
  expect(calls).toBeGreaterThan(0)
  expect(calls).toBeLessThanOrEqual(((performance.now() - begunMs) / 1000) * perSecond * BACKFILL_SHARE)
  await worker.close()
}, 180_000)

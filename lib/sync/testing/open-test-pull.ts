import { createTestDatabase } from '@/e2e/fixtures/create-test-database'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { type Db, openDb } from '@/lib/server/db'
import type { Timeouts } from '@/lib/sync/aws/clients'
import { pullOnce } from '@/lib/sync/pull-once'

/** Where the frozen clock of these tests stands: the middle of a working day in Europe. */
export const TEST_NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
export const HOUR_MS = 3_600_000

export type TestDb = Db & { url: string; drop(): Promise<void> }
export type TestWorld = TestSimulator & { functions: number; hours: number }

/** A simulator whose clock stands still; this process' SDK clients talk to it. */
export async function startWorld(options: { functions?: number; hours?: number } = {}): Promise<TestWorld> {
  const { functions = 40, hours = 3 } = options
  const simulator = await startSimulator({ now: new Date(TEST_NOW_MS), frozen: true, seed: 1, functions, hours })
  Object.assign(process.env, simulator.env)
  return { ...simulator, functions, hours }
}

/** A migrated database; the key of hashes is fixed, so that databases can be compared. */
export async function openTestDb(): Promise<TestDb> {
  const database = await createTestDatabase()
  const db = openDb(database.url, 4)
  await db.pool.query(`INSERT INTO instance_setting (key, value) VALUES ('environment_hash_key', 'test')`)
  return {
    ...db,
    url: database.url,
    async drop() {
      await db.close()
      await database.drop()
    },
  }
}

/** Pulls everything that there is at one moment. The simulator has no limits, so that ours would only cost time. */
export async function pull(
  databaseUrl: string,
  options: { nowMs?: number; backfillMs?: number; regions?: string[]; timeouts?: Timeouts } = {},
): Promise<void> {
  const { nowMs = TEST_NOW_MS, backfillMs = 3 * HOUR_MS, regions = ['eu-west-1', 'us-east-1'] } = options
  await pullOnce({
    databaseUrl,
    accounts: [{ name: 'default', regions }],
    backfillMs,
    metricsEveryMs: 60_000,
    clock: () => nowMs,
    signal: new AbortController().signal,
    rateFactor: 50,
    timeouts: options.timeouts,
  })
}

/** Pulls functions and their details alone. */
export async function pullInventory(db: TestDb, { nowMs, region }: { nowMs: number; region: string }): Promise<void> {
  const wanted = `CASE WHEN kind = 'inventory' THEN next_run_at ELSE 'infinity' END::timestamptz`
  await db.pool.query(`UPDATE sync_state SET next_run_at = ${wanted}, backfill_at = NULL`)
  await pull(db.url, { nowMs, backfillMs: 60_000, regions: [region] })
}

/** One of the simulator's control endpoints, parsed. */
export async function askSimulator<Answer>(world: TestSimulator, path: string, init?: RequestInit): Promise<Answer> {
  const answer = await fetch(`${world.url}${path}`, init)
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

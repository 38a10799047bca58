import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDb } from '@/lib/server/db'
import { type Env, readEnv } from '@/lib/server/env'
import { log } from '@/lib/server/log'
import { readEnvironmentAccounts } from '@/lib/sync/accounts/read-environment-accounts'
import { runSchedule } from '@/lib/sync/schedule'
import { openSyncWorker } from '@/lib/sync/sync-worker'

const HEARTBEAT_MS = 5_000
/** How long running steps may go on after a stop signal before they are cut short. */
const DRAIN_MS = 8_000
/** Each read of a metric costs the same however many minutes it brings; those of AWS are known two minutes after it. */
const METRICS_EVERY_MS = { aws: 3 * 60_000, simulator: 60_000 }
const HEARTBEAT = `
  INSERT INTO worker (id, host, pid, started_at, seen_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`

async function main(): Promise<void> {
  const env = readEnv()
  const stop = new AbortController()
  const kill = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) kill.abort()
      stop.abort()
      setTimeout(() => kill.abort(), DRAIN_MS).unref()
    })
  }
  const beating = beat(env.databaseUrl, stop.signal)
  try {
    await pullUntilStopped(env, stop.signal, kill.signal)
  } catch (error) {
    // Told to stop while it still waited for AWS: there is nothing to drain.
    if (!stop.signal.aborted) throw error
  }
  await beating
  log.info('the worker has stopped')
}

async function pullUntilStopped(env: Env, stop: AbortSignal, kill: AbortSignal): Promise<void> {
  const worker = await openSyncWorker({
    databaseUrl: env.databaseUrl,
    accounts: await readEnvironmentAccounts(env),
    backfillMs: env.backfillMs,
    metricsEveryMs: METRICS_EVERY_MS[env.source],
    clock: Date.now,
    signal: stop,
    controlPerSecond: env.controlPerSecond ?? undefined,
  })
  log.info({ places: [...worker.places.values()].map(({ accountId, region }) => `${accountId}/${region}`) }, 'pulling')
  await Promise.all([runSchedule(worker, { signal: stop, kill }), worker.follow(stop)])
  await worker.close()
}

/** Says that this worker lives, also while it waits for AWS, until it is told to stop; then its row goes. */
async function beat(databaseUrl: string, signal: AbortSignal): Promise<void> {
  const { pool, close } = openDb(databaseUrl, 1)
  const id = randomUUID()
  const startedAt = new Date()
  while (!signal.aborted) {
    try {
      await pool.query(HEARTBEAT, [id, hostname(), process.pid, startedAt, new Date()])
    } catch (error) {
      log.warn({ err: error }, 'the heartbeat cannot be written; trying again')
    }
    await sleep(HEARTBEAT_MS, undefined, { signal }).catch(() => undefined)
  }
  try {
    await pool.query('DELETE FROM worker WHERE id = $1', [id])
    await close()
  } catch (error) {
    log.warn({ err: error }, 'the row of this worker stays until it is pruned')
  }
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'the worker cannot go on')
  process.exit(1)
})

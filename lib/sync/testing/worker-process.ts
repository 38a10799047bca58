import { runSchedule } from '@/lib/sync/schedule'
import { openSyncWorker } from '@/lib/sync/sync-worker'

/**
 * A worker as main.ts runs it, but with a clock that its parent moves by messages. It has no manners: it ends with its
 * parent, and otherwise is killed.
 */
const { DATABASE_URL = '', PULL_NOW_MS = '', PULL_BACKFILL_MS = '', LAMBDASCOPE_REGIONS = '' } = process.env

let nowMs = Number(PULL_NOW_MS)
process.on('message', (message: { nowMs: number }) => {
  nowMs = message.nowMs
})
process.on('disconnect', () => process.exit())

const never = new AbortController().signal
const worker = await openSyncWorker({
  databaseUrl: DATABASE_URL,
  accounts: [{ name: 'default', regions: LAMBDASCOPE_REGIONS.split(',') }],
  backfillMs: Number(PULL_BACKFILL_MS),
  metricsEveryMs: 60_000,
  clock: () => nowMs,
  signal: never,
  rateFactor: 50,
  timeouts: { connectionTimeout: 3_000, requestTimeout: 3_000, socketTimeout: 3_000 },
})
await Promise.all([runSchedule(worker, { signal: never, kill: never }), worker.follow(never)])

import { pullOnce } from '@/lib/sync/pull-once'

/** A worker that pulls one moment and ends: a process of its own, so that a test can kill it. */
const { DATABASE_URL = '', PULL_NOW_MS = '', PULL_BACKFILL_MS = '', LAMBDASCOPE_REGIONS = '' } = process.env

await pullOnce({
  databaseUrl: DATABASE_URL,
  accounts: [{ name: 'default', regions: LAMBDASCOPE_REGIONS.split(',') }],
  backfillMs: Number(PULL_BACKFILL_MS),
  metricsEveryMs: 60_000,
  clock: () => Number(PULL_NOW_MS),
  signal: new AbortController().signal,
  rateFactor: 50,
})

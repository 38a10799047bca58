import { pullOnce } from '@/lib/sync/pull-once'

/** A worker that pulls one moment, says the most memory it held, in KB, and ends: a process of its own that a test can kill. */
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
console.log(`MEMORY ${process.resourceUsage().maxRSS}`)

import { readFileSync } from 'node:fs'
import { runSchedule } from '@/lib/sync/schedule'
import { STEPS } from '@/lib/sync/steps/steps'
import { openSyncWorker } from '@/lib/sync/sync-worker'

/*
 * A worker that pulls the log groups that are due, under the usual leases, and ends. Arguments: the moment of its clock, what
 * AWS's pace is multiplied with, and the regions.
 * Waits for a line on its input, so that several begin at once. Says how long it took and the most memory it ever held.
 */
const [nowMs = 0, rateFactor = 1] = process.argv.slice(2, 4).map(Number)
const regions = process.argv.slice(4)
const { signal } = new AbortController()
const logs = STEPS.get('logs')
if (logs === undefined) throw new Error('There is no step "logs"')
const worker = await openSyncWorker({
  databaseUrl: process.env.DATABASE_URL ?? '',
  accounts: [{ name: 'default', regions }],
  backfillMs: 15 * 60_000,
  metricsEveryMs: 60_000,
  clock: () => nowMs,
  signal,
  rateFactor,
})
console.log('OPEN now')
await new Promise((resolve) => process.stdin.once('data', resolve))
const startedAt = performance.now()
await runSchedule({ ...worker, steps: new Map([['logs', logs]]) }, { signal, kill: signal, untilIdle: true })
const seconds = (performance.now() - startedAt) / 1000
const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
await worker.close()
console.log(`DONE ${JSON.stringify({ seconds, rssMb: Number(peak) / 1024 })}`)
process.exit(0)

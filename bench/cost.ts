import pg from 'pg'
import type { Figure } from '@/bench/figure'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import prices from '@/lib/server/prices.json'
import { runSchedule } from '@/lib/sync/schedule'
import { openSyncWorker, type SyncWorker } from '@/lib/sync/sync-worker'

const MINUTE_MS = 60_000
const START_MS = Date.UTC(2026, 10, 20, 15, 30)
const FUNCTIONS = 1_000
const ACTIVE = 100
/** As `npm start` pulls AWS. */
const METRICS_EVERY_MS = 3 * MINUTE_MS
/** After the first pull until what it found is asked for at its own cadence. */
const SETTLE_MINUTES = 10
/** Reading log lines costs nothing but time, of which groups that nobody uses take most. Those that log are read as in life: their lines wake what rests. */
const LINES_EVERY_MINUTES = 6
const DEFER_UNUSED = `
  UPDATE sync_state SET next_run_at = greatest(next_run_at, $1)
  WHERE step = 'logs' AND next_run_at > 'epoch' AND (cursor ->> 'isUnused')::bool`
const NAIVE_METRICS = 10
const LEAST_SAVING = 20

/**
 * What pulling costs at AWS: a fleet of which one function in ten has traffic is pulled, minute by minute of the
 * simulator's clock, and the bill of an hour is taken for a day's 24th part. naive: a puller that asks each of ten metrics
 * of every function each minute, by the price file. meter_minus_bill: our own count of all of it less AWS's.
 */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const [functions, active, minutes] = quick ? [100, 10, 15] : [FUNCTIONS, ACTIVE, 60]
  const postgres = await startTemporaryPostgres()
  const simulator = await startSimulator({ now: new Date(START_MS), frozen: true, functions, active, hours: 4 })
  Object.assign(process.env, simulator.env)
  try {
    await createDatabase(postgres.url, 'cost')
    const url = new URL(postgres.url)
    url.pathname = '/cost'
    await deployMigrations(url.href)
    const usd = await pullMinutes(url.href, simulator, minutes)
    const scale = (24 * 60 * FUNCTIONS) / (minutes * functions)
    const naive = NAIVE_METRICS * FUNCTIONS * 24 * 60 * prices.api['cloudwatch:GetMetricData'].usd
    const atMost = naive / LEAST_SAVING
    report({ name: 'cost.usd_per_day_per_1000_functions', value: usd.billed * scale, unit: 'USD', n: minutes, atMost })
    report({ name: 'cost.naive_usd_per_day_per_1000_functions', value: naive, unit: 'USD', n: 1 })
    const difference = Math.abs(Math.round(usd.difference * 100)) / 100
    report({ name: 'cost.meter_minus_bill_usd', value: difference, unit: 'USD', n: 1, atMost: 0 })
  } finally {
    await simulator.stop()
    await postgres.stop()
  }
}

/** billed: of the minutes after the first pull has settled. difference: of everything, the first pull included. */
async function pullMinutes(
  databaseUrl: string,
  simulator: TestSimulator,
  minutes: number,
): Promise<{ billed: number; difference: number }> {
  let nowMs = START_MS
  const worker = await openSyncWorker({
    databaseUrl,
    accounts: [{ name: 'shop', regions: ['eu-west-1', 'us-east-1'] }],
    backfillMs: 60 * MINUTE_MS,
    metricsEveryMs: METRICS_EVERY_MS,
    clock: () => nowMs,
    signal: new AbortController().signal,
    rateFactor: 1_000,
  })
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    let settledUsd = 0
    for (let minute = 0; minute <= SETTLE_MINUTES + minutes; minute += 1) {
      nowMs = START_MS + minute * MINUTE_MS
      await ask(simulator, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: nowMs }) })
      const linesAtMs = START_MS + Math.ceil(minute / LINES_EVERY_MINUTES) * LINES_EVERY_MINUTES * MINUTE_MS
      await client.query(DEFER_UNUSED, [new Date(linesAtMs)])
      await pullUntilIdle(worker)
      const { totalUsd } = await ask<{ totalUsd: number }>(simulator, '/_bill')
      if (minute === SETTLE_MINUTES) settledUsd = totalUsd
      console.error(`minute ${minute}: $${totalUsd.toFixed(5)}`)
    }
    const { totalUsd, byApi } = await ask<{ totalUsd: number; byApi: { operation: string; usd: number }[] }>(
      simulator,
      '/_bill',
    )
    for (const { operation, usd } of byApi) if (usd > 0) console.error(`${operation}: $${usd.toFixed(5)}`)
    const { rows } = await client.query<{ usd: number }>('SELECT coalesce(sum(usd), 0) AS usd FROM api_usage')
    return { billed: totalUsd - settledUsd, difference: (rows[0]?.usd ?? 0) - totalUsd }
  } finally {
    await client.end()
    await worker.close()
  }
}

async function pullUntilIdle(worker: SyncWorker): Promise<void> {
  const { signal } = new AbortController()
  await runSchedule(worker, { signal, kill: signal, untilIdle: true })
}

async function ask<Answer>({ url }: TestSimulator, path: string, init?: RequestInit): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, init)
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return (await answer.json()) as Answer
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Figure } from '@/bench/figure'
import { DAY, HOUR, type StoredHistory } from '@/bench/query/history-shape'
import type { HistoryToPrepare } from '@/bench/query/prepare-history'
import type { Question } from '@/bench/query/question'
import { listQuestions } from '@/bench/query/questions'
import { addRollups } from '@/lib/domain/add-rollups'
import { sketchQuantiles } from '@/lib/domain/sketch'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { getInvocationRollups } from '@/lib/server/queries/get-invocation-rollups'

const FUNCTIONS = 200
const DAYS = 7
const CALLS = { full: 10_000_000, quick: 600_000 }
/** In the middle of a day and of an hour, as a page asks. */
const TO_MS = Date.UTC(2026, 10, 20, 15, 30)
/** A page has been asked before: a connection plans a statement anew for its first five runs, and the compiler needs some. */
const WARM_UP = 20
const RUNS = 25
const RAW_RUNS = 3
/** What pages promise, in ms. */
const AT_MOST = { 1: 50, 7: 60, list: 10 } as const
const RANKS = [0.5, 0.95, 0.99]

/**
 * Every question behind a page, of ten million invocations of 200 functions (Zipf) over seven days, answered for a day and
 * for a week; raw: the same answer from single invocations. sketch_max_error: of percentiles of those windows against
 * exact ones, as a share.
 */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const postgres = await startTemporaryPostgres()
  const url = new URL(postgres.url)
  url.pathname = '/query'
  await createDatabase(postgres.url, 'query')
  await deployMigrations(url.href)
  let db: Db | null = null
  try {
    const history = await prepare(url.href, quick ? CALLS.quick : CALLS.full)
    db = openDb(url.href, 10)
    for (const days of [1, 7] as const) {
      for (const question of await listQuestions(db, history, days)) await measure(report, question, days)
    }
    const error = await measureSketches(db, history)
    report({ name: 'query.sketch_max_error', value: error, unit: 'share', n: 4 * RANKS.length, atMost: 0.01 })
  } finally {
    await db?.close()
    await postgres.stop()
  }
}

/** By a process of its own, as the server that answers has not stored what it reads: what writing leaves in memory and in the compiler slows questions down. */
async function prepare(databaseUrl: string, calls: number): Promise<StoredHistory> {
  const child = fork('bench/query/prepare-history.ts', {
    execArgv: process.execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.send({ databaseUrl, calls, functions: FUNCTIONS, days: DAYS, toMs: TO_MS } satisfies HistoryToPrepare)
  const exit = once(child, 'exit')
  const told: Promise<[StoredHistory]> = once(child, 'message') as Promise<[StoredHistory]>
  const [history] = await Promise.race([
    told,
    exit.then(([code]) => {
      throw new Error(`the history could not be prepared: the process ended with ${code}`)
    }),
  ])
  await exit
  return history
}

async function measure(report: (figure: Figure) => void, question: Question, days: 1 | 7): Promise<void> {
  const window = days === 1 ? '24h' : '7d'
  const name = `query.${question.name}.${window}`
  const times = await timeRuns(question.ask, RUNS)
  const atMost = question.isList ? AT_MOST.list : AT_MOST[days]
  report({ name: `${name}.p50_ms`, value: rankOf(times, 0.5), unit: 'ms', n: RUNS })
  report({ name: `${name}.p95_ms`, value: rankOf(times, 0.95), unit: 'ms', n: RUNS, atMost })
  if (question.raw === undefined) return
  report({
    name: `${name}.raw_p95_ms`,
    value: rankOf(await timeRuns(question.raw, RAW_RUNS), 0.95),
    unit: 'ms',
    n: RAW_RUNS,
  })
}

async function timeRuns(ask: () => Promise<unknown>, runs: number): Promise<number[]> {
  // Each question pays for its own garbage, and not for that of the one before.
  globalThis.gc?.()
  for (let run = 0; run < Math.min(WARM_UP, runs - 1); run += 1) await ask()
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now()
    await ask()
    times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)
}

function rankOf(sorted: readonly number[], rank: number): number {
  return sorted[Math.max(0, Math.ceil(rank * sorted.length) - 1)] ?? Number.NaN
}

/** Of the busiest and a middle function over a day and a week. */
async function measureSketches(db: Db, { functions, toMs }: StoredHistory): Promise<number> {
  let worst = 0
  for (const fn of [functions[0], functions[Math.floor(functions.length / 2)]]) {
    for (const fromMs of [toMs - DAY, toMs - 7 * DAY]) {
      if (fn === undefined) throw new Error('There is no function')
      const rollups = await getInvocationRollups(db, [fn.id], { fromMs, toMs }, { hours: toMs - fromMs > HOUR })
      const estimates = sketchQuantiles(addRollups(rollups).durations, RANKS)
      const exact = await selectRows<{ values: number[] }>(
        db.pool,
        `SELECT percentile_disc($4::float8[]) WITHIN GROUP (ORDER BY duration_ms) AS values FROM invocation
         WHERE function_id = $1 AND started_at >= $2 AND started_at < $3`,
        [fn.id, new Date(fromMs), new Date(toMs), RANKS],
      )
      for (const [index, value] of (exact[0]?.values ?? []).entries()) {
        worst = Math.max(worst, Math.abs((estimates[index] ?? Number.NaN) - value) / value)
      }
    }
  }
  return worst
}

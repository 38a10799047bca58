import type { Figure } from '@/bench/figure'
import { listLogFunctions, rareWord } from '@/bench/logs/make-lines'
import type { LogShape } from '@/bench/logs/write-hour'
import { writeLogs } from '@/bench/logs/write-lines'
import { DAY, HOUR, seededRandom } from '@/bench/query/history-shape'
import type { ListLogsRequest } from '@/lib/contracts/logs'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { listLogs } from '@/lib/server/queries/list-logs'

const FUNCTIONS = 200
const LINES_PER_DAY = 3_000_000
/** With the open day, 51 and 6 million lines. */
const CLOSED_DAYS = { full: 16, quick: 1 }
const TO_MS = Date.UTC(2026, 10, 21)
/** As a server that has run for a while: by then statements are planned and the program is compiled. */
const WARM_UP = { quickly: 50, slowly: 5 }
const RUNS = { quickly: 100, slowly: 20 }
const AT_MOST = { requestId: 5, newest: 10, rareClosed: 50, rareHot: 700 }

type Ask = (run: number) => Promise<unknown>

/**
 * Searches over 50 million log lines of 200 functions (Zipf): 16 closed days, packed as the worker packs them, and a day
 * that is being written. logs.request_id: of any day. logs.newest_100: of all functions. logs.rare_term_24h: a word that
 * one line of a closed day has, or none; logs.rare_term_hot: of the open day. logs.index_share: of the filters, of what
 * packed lines take.
 */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const postgres = await startTemporaryPostgres()
  const url = new URL(postgres.url)
  url.pathname = '/logs'
  await createDatabase(postgres.url, 'logs')
  await deployMigrations(url.href)
  const db = openDb(url.href, 10)
  try {
    const shape: LogShape = {
      functions: listLogFunctions(FUNCTIONS, LINES_PER_DAY),
      closedDays: CLOSED_DAYS[quick ? 'quick' : 'full'],
      toMs: TO_MS,
    }
    const startedAt = performance.now()
    const lines = await writeLogs(url.href, shape)
    console.error(`${lines} lines prepared in ${Math.round((performance.now() - startedAt) / 1000)} s`)
    report({ name: 'logs.lines', value: lines, unit: 'lines', n: 1 })
    await reportSizes(db, report)
    await reportSearches(db, shape, report)
  } finally {
    await db.close()
    await postgres.stop()
  }
}

async function reportSizes(db: Db, report: (figure: Figure) => void): Promise<void> {
  const [sizes] = await selectRows<{ lines: number; bodies: number; index: number }>(
    db.pool,
    `SELECT sum(lines)::float8 AS lines, sum(octet_length(body))::float8 AS bodies,
       sum(octet_length(words) + octet_length(minutes))::float8 AS index FROM log_block`,
    [],
  )
  const { lines = 0, bodies = 0, index = 0 } = sizes ?? {}
  report({ name: 'logs.packed_line_bytes', value: bodies / lines, unit: 'B', n: lines })
  report({ name: 'logs.index_share', value: index / bodies, unit: 'share', n: lines, atMost: 0.2 })
}

async function reportSearches(db: Db, shape: LogShape, report: (figure: Figure) => void): Promise<void> {
  const { closedDays, toMs } = shape
  const random = seededRandom(1)
  const measure = async (name: string, ask: Ask, runs: number, atMost?: number) => {
    const value = await measureP95(ask, runs)
    report({ name: `logs.${name}_p95_ms`, value, unit: 'ms', n: runs, ...(atMost === undefined ? {} : { atMost }) })
  }
  const openMs = toMs - DAY
  const all = { from: toMs - (closedDays + 1) * DAY, to: toMs, limit: 100 }
  const closedDay = () => openMs - DAY * Math.ceil(random() * closedDays)
  const requests = await selectRows<{ id: string }>(
    db.pool,
    `SELECT request_id AS id FROM invocation TABLESAMPLE SYSTEM (1)
     ORDER BY md5(request_id::text) LIMIT 1000`,
    [],
  )
  const ofRequest: Ask = async (run) => {
    const page = await listLogs(db, { ...all, query: `request:${requests[run]?.id}` }, all.to)
    if (page.items.length !== 5) throw new Error(`a request has ${page.items.length} lines`)
    return page
  }
  await measure('request_id', ofRequest, RUNS.quickly, AT_MOST.requestId)
  await measure('newest_100', () => listLogs(db, all, all.to), RUNS.quickly, AT_MOST.newest)
  const ofFunction: Ask = (run) => listLogs(db, { ...all, functionName: shape.functions[run]?.name ?? '' }, all.to)
  await measure('newest_100_of_function', ofFunction, RUNS.quickly)
  const closedHour: Ask = () => {
    const from = closedDay() + Math.floor(random() * 23) * HOUR
    return listLogs(db, { from, to: from + HOUR, limit: 100 }, all.to)
  }
  await measure('newest_100_closed', closedHour, RUNS.slowly)
  const ofRareWord = async (fromMs: number, run: number) => {
    // Every other one stands in no line at all.
    const day = closedDays + 1 - (toMs - fromMs) / DAY
    const query = run % 2 === 0 ? rareWord(day) : `absent${run}`
    const found = await listAll(db, { from: fromMs, to: fromMs + DAY, limit: 100, query })
    if (found !== (run + 1) % 2) throw new Error(`${query} was found ${found} times`)
  }
  await measure('rare_term_24h', (run) => ofRareWord(closedDay(), run), RUNS.quickly, AT_MOST.rareClosed)
  await measure('rare_term_hot', (run) => ofRareWord(openMs, run), RUNS.slowly, AT_MOST.rareHot)
}

/** All parts of an answer. */
async function listAll(db: Db, request: ListLogsRequest): Promise<number> {
  let found = 0
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listLogs(db, { ...request, ...(cursor === undefined ? {} : { cursor }) }, request.to)
    found += page.items.length
    cursor = page.nextCursor
  }
  return found
}

async function measureP95(ask: Ask, runs: number): Promise<number> {
  const warmUp = runs === RUNS.slowly ? WARM_UP.slowly : WARM_UP.quickly
  for (let run = 0; run < warmUp; run += 1) await ask(runs + run)
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now()
    await ask(run)
    times.push(performance.now() - startedAt)
  }
  return times.sort((a, b) => a - b)[Math.ceil(0.95 * runs) - 1] ?? Number.NaN
}

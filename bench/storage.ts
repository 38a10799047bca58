import type { Figure } from '@/bench/figure'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { invocationId } from '@/lib/domain/invocation-id'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { getInvocation } from '@/lib/server/queries/get-invocation'
import { getStorage } from '@/lib/server/queries/get-storage'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { pullOnce } from '@/lib/sync/pull-once'
import { runStep } from '@/lib/sync/run-step'
import { packLogs } from '@/lib/sync/steps/pack-logs'
import type { AccountRegion } from '@/lib/sync/sync-step'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Five past seven: the day before was closed five minutes ago, and the open day holds as many rows as it ever does. */
const NOW_MS = Date.UTC(2026, 10, 20, 7, 5)
const FUNCTIONS = 40
/** Of the closed day; a quick run takes its evening alone. */
const CLOSED_HOURS = { full: 24, quick: 7 }
const OPEN_HOURS = 7.1
const FOLLOW_STEPS = { full: 20, quick: 4 }
const FOLLOW_STEP_MS = 30_000
const AT_MOST = { gb: 2, linesMs: 10, timesRows: 1.5 }
const READS = 200
/** The first reads warm what a server has warm. */
const WARM_UP = 10
const REGIONS = ['eu-west-1', 'us-east-1']

/**
 * storage.gb_at_retention: how large the database of the default fleet becomes at the default retention, with indexes,
 * from what a pulled and packed day of it takes; storage.<kind>.gb: the same by kind. storage.line_bytes: one log line as
 * a row and packed. storage.pack_lines_per_s: how fast lines are packed. storage.packed_invocation_p95_ms: an invocation
 * of a packed day with its lines, and storage.open_invocation_p95_ms one of the open day.
 */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const postgres = await startTemporaryPostgres()
  const size = quick ? 'quick' : 'full'
  const hours = CLOSED_HOURS[size] + OPEN_HOURS
  const simulator = await startFleet(Math.ceil(hours))
  let db: Db | undefined
  try {
    const url = new URL(postgres.url)
    url.pathname = '/storage'
    await createDatabase(postgres.url, 'storage')
    await deployMigrations(url.href)
    db = openDb(url.href, 4)
    const database = db
    const pull = (nowMs: number) => pullAt(url.href, nowMs, hours * HOUR_MS)
    await pull(NOW_MS)
    const rowBytes = await measureRows(database)
    report({ name: 'storage.line_bytes.row', value: rowBytes.perLine, unit: 'B', n: rowBytes.lines })
    await packAll(database, report)
    const runsPerDay = await followClock(database, simulator, pull, FOLLOW_STEPS[size])
    await reportSizes(database, runsPerDay, report)
    await reportReads(database, report)
  } finally {
    await db?.close()
    await simulator.stop()
    await postgres.stop()
  }
}

async function startFleet(hours: number): Promise<TestSimulator> {
  const simulator = await startSimulator({ now: new Date(NOW_MS), frozen: true, seed: 1, functions: FUNCTIONS, hours })
  Object.assign(process.env, simulator.env)
  return simulator
}

async function pullAt(databaseUrl: string, nowMs: number, backfillMs: number): Promise<void> {
  await pullOnce({
    databaseUrl,
    accounts: [{ name: 'default', regions: REGIONS }],
    backfillMs,
    metricsEveryMs: 60_000,
    clock: () => nowMs,
    signal: new AbortController().signal,
    rateFactor: 50,
  })
}

async function measureRows({ pool }: Db): Promise<{ lines: number; perLine: number }> {
  const [row] = await selectRows<{ lines: number; bytes: number }>(
    pool,
    `SELECT (SELECT count(*)::float8 FROM log_event) AS lines, sum(pg_total_relation_size(inhrelid))::float8 AS bytes
     FROM pg_inherits WHERE inhparent = 'log_event'::regclass`,
    [],
  )
  const { lines = 0, bytes = 0 } = row ?? {}
  return { lines, perLine: bytes / lines }
}

/** The lines of the closed day, in as many runs of the step as it takes. */
async function packAll({ pool }: Db, report: (figure: Figure) => void): Promise<void> {
  const places = await selectRows<AccountRegion>(
    pool,
    'SELECT id, account_id AS "accountId", region FROM account_region',
    [],
  )
  const startedAt = performance.now()
  for (const place of places) {
    let left = true
    while (left) left = await packOnce(pool, place)
  }
  const seconds = (performance.now() - startedAt) / 1000
  const [packed] = await selectRows<{ lines: number; bytes: number }>(
    pool,
    `SELECT sum(lines)::float8 AS lines, (SELECT sum(pg_total_relation_size(inhrelid))::float8 FROM pg_inherits
       WHERE inhparent = 'log_block'::regclass) AS bytes FROM log_block`,
    [],
  )
  const { lines = 0, bytes = Number.NaN } = packed ?? {}
  report({ name: 'storage.line_bytes.packed', value: bytes / lines, unit: 'B', n: lines })
  report({ name: 'storage.pack_lines_per_s', value: lines / seconds, unit: 'lines/s', n: lines })
}

/** True while there is more to pack. */
async function packOnce(pool: Db['pool'], place: AccountRegion): Promise<boolean> {
  const at = [place.id, packLogs.name]
  await pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE account_region_id = $1 AND step = $2`, at)
  await runStep({
    pool,
    place,
    step: packLogs,
    subject: '',
    settings: { backfillMs: DAY_MS, metricsEveryMs: 60_000, hashKey: '' },
    clock: () => NOW_MS,
    openAws: noAws,
    signal: new AbortController().signal,
  })
  const sql = 'SELECT next_run_at <= $3 AS due FROM sync_state WHERE account_region_id = $1 AND step = $2'
  return (await selectRows<{ due: boolean }>(pool, sql, [...at, new Date(NOW_MS)]))[0]?.due ?? false
}

/** Packing never calls AWS: of the access, only what is counted is there. */
function noAws(): AwsAccess {
  return { calls: 0 } as AwsAccess
}

/** Pulls as a worker does that follows the clock, and answers how many runs a day of that are. */
async function followClock(
  { pool }: Db,
  simulator: TestSimulator,
  pull: (nowMs: number) => Promise<void>,
  steps: number,
): Promise<number> {
  const countRuns = async () =>
    (await selectRows<{ n: number }>(pool, 'SELECT count(*)::float8 AS n FROM sync_run', []))[0]?.n ?? Number.NaN
  const before = await countRuns()
  for (let step = 1; step <= steps; step += 1) {
    const toMs = NOW_MS + step * FOLLOW_STEP_MS
    await fetch(`${simulator.url}/_clock`, { method: 'POST', body: JSON.stringify({ toMs }) })
    await pull(toMs)
  }
  return ((await countRuns()) - before) * (DAY_MS / (steps * FOLLOW_STEP_MS))
}

async function reportSizes(db: Db, runsPerDay: number, report: (figure: Figure) => void): Promise<void> {
  const runsDayBytes = await measureRunsOfDay(db, runsPerDay)
  const { kinds } = await getStorage(db, null, NOW_MS)
  let total = 0
  for (const { kind, fullBytes, keptDays } of kinds) {
    // The pull of a whole day at once makes few runs, and calls of one hour only.
    const bytes = kind === 'syncRuns' ? runsDayBytes * ((keptDays ?? 0) + 1) : (fullBytes ?? 0)
    total += bytes
    report({ name: `storage.${kind}.gb`, value: bytes / 1e9, unit: 'GB', n: 1 })
  }
  report({ name: 'storage.gb_at_retention', value: total / 1e9, unit: 'GB', n: 1, atMost: AT_MOST.gb })
}

/** A day of runs like those that were made: so few as a bench makes would be counted at the size of empty indexes. */
async function measureRunsOfDay({ pool }: Db, runsPerDay: number): Promise<number> {
  await pool.query(`SELECT ensure_day_partition('sync_run', '2026-01-01')`)
  await pool.query(
    `INSERT INTO sync_run (account_region_id, step, subject, started_at, ended_at, outcome, detail, from_at, to_at, calls, rows)
     SELECT account_region_id, step, subject, '2026-01-01'::timestamptz + n * interval '1 day' / $1, '2026-01-01', outcome,
       detail, from_at, to_at, calls, rows
     FROM (SELECT *, row_number() OVER (ORDER BY id) AS turn, count(*) OVER () AS runs FROM sync_run WHERE started_at >= $2) r
       JOIN generate_series(0, $1::int - 1) AS n ON n % runs + 1 = turn`,
    [Math.round(runsPerDay), new Date(NOW_MS)],
  )
  const sql = `SELECT pg_total_relation_size('sync_run_20260101')::float8 AS bytes`
  const [day] = await selectRows<{ bytes: number }>(pool, sql, [])
  await pool.query('DROP TABLE sync_run_20260101')
  return day?.bytes ?? Number.NaN
}

/** A busy machine makes every read slow: beside those of the open day, packed ones must still be quick. */
async function reportReads(db: Db, report: (figure: Figure) => void): Promise<void> {
  const openFrom = new Date(NOW_MS - OPEN_HOURS * HOUR_MS)
  const rows = await timeReads(db, 'started_at > $1', openFrom)
  report({ name: 'storage.open_invocation_p95_ms', value: rows, unit: 'ms', n: READS })
  const packed = await timeReads(db, 'started_at < $1', openFrom)
  const atMost = Math.max(AT_MOST.linesMs, rows * AT_MOST.timesRows)
  report({ name: 'storage.packed_invocation_p95_ms', value: packed, unit: 'ms', n: READS, atMost })
}

/** Invocations spread over the time, each read as its page reads it. */
async function timeReads(db: Db, condition: string, at: Date): Promise<number> {
  const invocations = await selectRows<{ atMs: number; key: string }>(
    db.pool,
    `SELECT (extract(epoch FROM started_at) * 1000)::float8 AS "atMs", encode(key, 'hex') AS key FROM invocation
     WHERE ${condition} ORDER BY md5(key::text) LIMIT $2`,
    [at, WARM_UP + READS],
  )
  const times: number[] = []
  for (const { atMs, key } of invocations) {
    const startedAt = performance.now()
    const { lines } = await getInvocation(db, invocationId(atMs, key))
    if (lines.length === 0) throw new Error(`the invocation ${key} has lost its lines`)
    times.push(performance.now() - startedAt)
  }
  const sorted = times.slice(WARM_UP).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
}

import pg from 'pg'
import type { Figure } from '@/bench/figure'
import { measureOrders } from '@/bench/filter/measure-orders'
import { p95 } from '@/bench/filter/p95'
import { writeTraces } from '@/bench/filter/write-traces'
import { DAY } from '@/bench/query/history-shape'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { listTraces } from '@/lib/server/queries/list-traces'
import { traceConditions } from '@/lib/server/queries/trace-conditions'
import { ensurePartitions, PARTITIONED_TABLES } from '@/lib/sync/store/ensure-partitions'

const TRACES = { full: 1_000_000, quick: 100_000 }
/** Half a day: the 24 hours before are in two partitions, as they are at most times. */
const TO_MS = Date.UTC(2026, 10, 21, 12)
const AT_MOST_MS = 200
const RUNS = 10
const WARM_UP = 2
const LIMIT = 100

/** Of every kind, from those that most traces meet to those that one or none does. */
const EXPRESSIONS = [
  'ok',
  'fault',
  'error AND !throttle',
  'responsetime > 2.5',
  'duration >= 4.01 AND duration <= 4.1',
  'http.status = 429',
  'http.status >= 500 AND http.method = "DELETE"',
  'http.url CONTAINS "/orders/17"',
  'http.url BEGINSWITH "https://api.shop.example/prod/items-150/"',
  'http.url ENDSWITH "/7919"',
  'user = "user-31"',
  'annotation[orderId] = "o-123"',
  'annotation.items > 38 AND annotation[tier] = "gold"',
  'service("fn-120") { fault }',
  'service(id(name: "table-fn-007", type: "AWS::DynamoDB::Table")) { responsetime > 1.5 }',
  'edge("fn-090", "table-fn-090") { throttle }',
  'service() { throttle } AND !service("fn-000") AND !service("fn-001")',
  'rootcause.fault.exception { name = "TimeoutError" } AND service("fn-050")',
  'rootcause.error.service { last and name = "fn-180" }',
  'service("no-such-service") OR annotation.missing',
] as const
/** What no term leads to: no index helps where so few of a million meet it. */
const WITHOUT_TERMS = 'http.url CONTAINS "rders/999983"'

/** A page of traces by X-Ray filter expressions, of a million stored in 24 hours, warm. */
export async function run(report: (figure: Figure) => void, { quick }: { quick: boolean }): Promise<void> {
  const postgres = await startTemporaryPostgres()
  const url = new URL(postgres.url)
  url.pathname = '/filter'
  await createDatabase(postgres.url, 'filter')
  await deployMigrations(url.href)
  const db = openDb(url.href, 4)
  try {
    const count = TRACES[quick ? 'quick' : 'full']
    await prepare(db, url.href, count)
    report({ name: 'filter.traces', value: count, unit: 'traces', n: 1 })
    await reportSizes(db, count, report)
    const times: number[] = []
    for (const [at, filter] of EXPRESSIONS.entries()) {
      await check(db, filter)
      const own = await measure(db, filter)
      times.push(...own)
      report({ name: `filter.expression_${at + 1}_p95_ms`, value: p95(own), unit: 'ms', n: own.length })
      console.error(`${filter}: ${p95(own).toFixed(1)} ms`)
    }
    report({ name: 'filter.p95_ms', value: p95(times), unit: 'ms', n: times.length, atMost: AT_MOST_MS })
    const without = await measure(db, WITHOUT_TERMS)
    report({ name: 'filter.without_terms_p95_ms', value: p95(without), unit: 'ms', n: without.length })
    await measureOrders(db, { fromMs: TO_MS - DAY, toMs: TO_MS }, report)
  } finally {
    await db.close()
    await postgres.stop()
  }
}

async function prepare(db: Db, databaseUrl: string, count: number): Promise<void> {
  const startedAt = performance.now()
  await ensurePartitions(db.pool, PARTITIONED_TABLES, { fromMs: TO_MS - 2 * DAY, toMs: TO_MS + DAY })
  await db.prisma.accountRegion.create({ data: { id: 1, accountId: '111122223333', region: 'eu-west-1' } })
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await writeTraces(client, count, TO_MS - DAY, TO_MS)
    await client.query('VACUUM (ANALYZE) trace')
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
  console.error(`${count} traces prepared in ${Math.round((performance.now() - startedAt) / 1000)} s`)
}

async function reportSizes(db: Db, count: number, report: (figure: Figure) => void): Promise<void> {
  const [sizes] = await selectRows<{ facts: number; index: number }>(
    db.pool,
    `SELECT (SELECT avg(pg_column_size(facts) + pg_column_size(terms)) FROM trace TABLESAMPLE SYSTEM (1))::float8 AS facts,
       (SELECT sum(pg_relation_size(indexrelid)) FROM pg_index WHERE indexrelid::regclass::text LIKE 'trace_%terms%')::float8 AS index`,
    [],
  )
  report({ name: 'filter.facts_bytes_per_trace', value: sizes?.facts ?? Number.NaN, unit: 'B', n: count })
  report({ name: 'filter.index_bytes_per_trace', value: (sizes?.index ?? Number.NaN) / count, unit: 'B', n: count })
}

const ask = (db: Db, filter: string) =>
  listTraces(db, { from: TO_MS - DAY, to: TO_MS, limit: LIMIT, sort: 'newest', filter }, TO_MS)

/** The page is the one that is found by holding every trace of the window against the expression. */
async function check(db: Db, filter: string): Promise<void> {
  const values: unknown[] = []
  const { exact } = traceConditions({ filter }, (value) => `$${values.push(value)}`)
  const sql = `SELECT t.id FROM trace t WHERE ${exact.join(' AND ')} ORDER BY t.started_at DESC, t.id DESC LIMIT ${LIMIT}`
  const expected = await selectRows<{ id: string }>(db.pool, sql, values)
  const { items } = await ask(db, filter)
  const isSame = items.length === expected.length && items.every(({ id }, at) => id === expected[at]?.id)
  if (!isSame)
    throw new Error(`${filter} found ${items.length} traces, and not those that meet it (${expected.length})`)
  console.error(`${filter}: ${items.length} found`)
}

async function measure(db: Db, filter: string): Promise<number[]> {
  const times: number[] = []
  for (let run = -WARM_UP; run < RUNS; run += 1) {
    const startedAt = performance.now()
    await ask(db, filter)
    if (run >= 0) times.push(performance.now() - startedAt)
  }
  return times
}

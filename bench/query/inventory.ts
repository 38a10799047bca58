import { streamsOf } from '@/bench/query/history'
import {
  DAY,
  type History,
  type HistoryFunction,
  type HistorySeries,
  VERSIONS,
  zipfShares,
} from '@/bench/query/history-shape'
import { sampleTrace } from '@/lib/domain/traces/sample-trace'
import { packDocuments } from '@/lib/server/blocks/pack-documents'
import type { Db } from '@/lib/server/db'

const ACCOUNT = '111122223333'
const REGION = 'eu-west-1'
const TRACES = 200_000
/** One trace in so many is of the function that is called least, all others are of the rest. */
const SELDOM = 20_000
const SERIES: readonly { metric: string; qualifier: string; pick: HistorySeries['pick'] }[] = [
  { metric: 'Invocations', qualifier: '', pick: 'invocations' },
  { metric: 'Errors', qualifier: '', pick: 'errors' },
  { metric: 'Throttles', qualifier: '', pick: null },
  { metric: 'ConcurrentExecutions', qualifier: '', pick: 'most' },
  { metric: 'Invocations', qualifier: 'live', pick: 'live' },
  { metric: 'Errors', qualifier: 'live', pick: 'liveErrors' },
  { metric: 'Throttles', qualifier: 'live', pick: null },
]
const FUNCTION_ROWS = `
  INSERT INTO lambda_function (account_region_id, arn, name, seen_at, tracing_mode, runtime, memory_mb, timeout_s, architecture, log_group_name)
  SELECT $1, $3 || name, name, $2, 'Active', 'nodejs22.x', 512, 30, 'arm64', '/aws/lambda/' || name
  FROM generate_series(0, $4::int - 1) AS n, LATERAL (SELECT 'fn-' || lpad(n::text, greatest(3, length(n::text)), '0') AS name) AS named
  RETURNING id, name`
const VERSION_ROWS = `
  INSERT INTO function_version (function_id, version, seen_at) SELECT id, version, $2 FROM lambda_function, unnest($1::text[]) AS version`
const ALIAS_ROWS = `
  INSERT INTO function_alias (function_id, name, version, weights, seen_at) SELECT id, 'live', '2', '{}', $1 FROM lambda_function`
const GROUP_ROWS = `
  INSERT INTO log_group (account_region_id, name, log_group_class, seen_at) SELECT $1, log_group_name, 'STANDARD', $2 FROM lambda_function`
const STREAM_ROWS = `
  INSERT INTO log_stream (id, account_region_id, log_group_id, name, function_id, version)
  SELECT t.first + n, $1, g.id, '2026/11/20/[2]' || md5(g.name || n), t.id, '2'
  FROM unnest($2::int[], $3::int[], $4::int[]) AS t(id, first, streams)
  JOIN lambda_function f ON f.id = t.id JOIN log_group g ON g.name = f.log_group_name, generate_series(0, t.streams - 1) AS n`
const SERIES_ROWS = `
  INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic, last_point_at, covered)
  SELECT $1, f.id, s.qualifier, '', s.metric, CASE s.metric WHEN 'ConcurrentExecutions' THEN 'Maximum' ELSE 'Sum' END, $3,
    tstzmultirange(tstzrange($2, $3))
  FROM lambda_function f, unnest($4::text[], $5::text[]) AS s(metric, qualifier)
  RETURNING id, function_id AS "functionId", metric, qualifier`
/* A trace's ID holds its start; its documents are there for one in a thousand. */
const TRACE_ROWS = `
  INSERT INTO trace (account_region_id, id, started_at, duration_ms, response_ms, has_error, has_fault, has_throttle, is_partial,
    revision, entry_point, http_method, http_url, http_status, annotations, function_names, complete, span_count)
  SELECT $1, '1-' || lpad(to_hex(floor(extract(epoch FROM at))::int), 8, '0') || '-' || lpad(to_hex(n), 24, '0'), at, (n * 7919) % 3000,
    (n * 7919) % 3000, n % 40 = 0, n % 90 = 0, false, false, 1, 'shop/Prod', 'POST', 'https://shop.example/orders', 200, '{}',
    ARRAY['fn-' || CASE WHEN n % $5 = 0 THEN '199' ELSE lpad((n % 199)::text, 3, '0') END], true, 14
  FROM (SELECT n, $2::timestamptz + (n::float8 / $4) * ($3::timestamptz - $2::timestamptz) AS at FROM generate_series(1, $4::int) AS n) AS t`
const TRACE_FUNCTION_ROWS = `
  INSERT INTO trace_function (account_region_id, function_id, started_at, trace_id, request_id)
  SELECT t.account_region_id, f.id, t.started_at, t.id, gen_random_uuid()::text
  FROM trace t JOIN lambda_function f ON f.name = t.function_names[1]`
const USAGE_ROWS = `
  INSERT INTO api_usage SELECT $1, 'lambda', 'Operation' || n, hour, 100, 0, 0
  FROM generate_series($2::timestamptz, $3::timestamptz, interval '1 hour') AS hour, generate_series(1, 25) AS n`
const STATES = `
  INSERT INTO sync_state (account_region_id, step, subject, kind, state, next_run_at, target_from, covered)
  SELECT $1, step, subject, step, 'ok', $3, $2, tstzmultirange(tstzrange($2, $3)) FROM (
    SELECT 'logs' AS step, '/aws/lambda/' || name AS subject FROM lambda_function
    UNION ALL SELECT step, '' FROM unnest(ARRAY['metrics', 'traces']) AS step
  ) AS s`
const RUNS = `
  INSERT INTO sync_run (account_region_id, step, subject, started_at, ended_at, outcome, calls, rows)
  SELECT $1, 'logs', '/aws/lambda/fn-' || lpad((n % 200)::text, 3, '0'), $2::timestamptz - n * interval '2 s', $2, 'ok', 1, 1
  FROM generate_series(1, 100000) AS n`

/** The functions with versions and an alias, their streams and series, traces, usage, and the states that say that all was read. */
export async function writeInventory(
  db: Db,
  options: { functions: number; calls: number; days: number; toMs: number; random: () => number },
): Promise<History> {
  const { toMs, random } = options
  const fromMs = toMs - options.days * DAY
  const { id: placeId } = await db.prisma.accountRegion.create({ data: { accountId: ACCOUNT, region: REGION } })
  const times = [placeId, new Date(fromMs), new Date(toMs)]
  const functions = await addFunctions(db, placeId, options)
  await addSeries(db, functions, times)
  await db.pool.query(TRACE_ROWS, [...times, TRACES, SELDOM])
  await db.pool.query(TRACE_FUNCTION_ROWS)
  await db.pool.query(USAGE_ROWS, times)
  await db.pool.query(STATES, times)
  await db.pool.query(RUNS, [placeId, new Date(toMs)])
  await addDocuments(db)
  return { fromMs, toMs, functions, random }
}

async function addFunctions(
  db: Db,
  placeId: number,
  { functions, calls, toMs }: { functions: number; calls: number; toMs: number },
): Promise<HistoryFunction[]> {
  const seenAt = new Date(toMs)
  const { rows } = await db.pool.query<{ id: number; name: string }>(FUNCTION_ROWS, [
    ...[placeId, seenAt, `arn:aws:lambda:${REGION}:${ACCOUNT}:function:`, functions],
  ])
  await db.pool.query(VERSION_ROWS, [VERSIONS, seenAt])
  await db.pool.query(ALIAS_ROWS, [seenAt])
  const ids = new Map(rows.map(({ id, name }) => [name, id]))
  let firstStreamId = 1
  const made = zipfShares(functions).map((share, index) => {
    const name = `fn-${String(index).padStart(3, '0')}`
    const own = { name, id: ids.get(name) ?? Number.NaN, calls: Math.max(50, Math.round(share * calls)), firstStreamId }
    firstStreamId += streamsOf(own.calls)
    return { ...own, accountRegionId: placeId, series: [] }
  })
  await db.pool.query(GROUP_ROWS, [placeId, seenAt])
  await db.pool.query(STREAM_ROWS, [
    ...[placeId, made.map(({ id }) => id), made.map((fn) => fn.firstStreamId)],
    made.map((fn) => streamsOf(fn.calls)),
  ])
  return made
}

async function addSeries(db: Db, functions: readonly HistoryFunction[], times: readonly unknown[]): Promise<void> {
  const { rows } = await db.pool.query<{ id: number; functionId: number; metric: string; qualifier: string }>(
    SERIES_ROWS,
    [...times, SERIES.map(({ metric }) => metric), SERIES.map(({ qualifier }) => qualifier)],
  )
  const byFunction = new Map(functions.map((fn) => [fn.id, fn.series]))
  for (const { id, functionId, metric, qualifier } of rows) {
    const kind = SERIES.find((one) => one.metric === metric && one.qualifier === qualifier)
    byFunction.get(functionId)?.push({ id, pick: kind?.pick ?? null, isSum: metric !== 'ConcurrentExecutions' })
  }
}

async function addDocuments(db: Db): Promise<void> {
  const body = packDocuments(sampleTrace().map((document) => JSON.stringify(document)))
  await db.pool.query(
    `INSERT INTO trace_documents (account_region_id, trace_id, started_at, names, body)
     SELECT account_region_id, id, started_at, ARRAY['shop/Prod'], $1 FROM trace WHERE id LIKE '%00'`,
    [body],
  )
}

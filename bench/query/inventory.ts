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
const SERIES: readonly { metric: string; qualifier: string; pick: HistorySeries['pick'] }[] = [
  { metric: 'Invocations', qualifier: '', pick: 'invocations' },
  { metric: 'Errors', qualifier: '', pick: 'errors' },
  { metric: 'Throttles', qualifier: '', pick: null },
  { metric: 'ConcurrentExecutions', qualifier: '', pick: 'most' },
  { metric: 'Invocations', qualifier: 'live', pick: 'live' },
  { metric: 'Errors', qualifier: 'live', pick: 'liveErrors' },
  { metric: 'Throttles', qualifier: 'live', pick: null },
]
/* A trace's ID holds its start; its documents are there for one in a thousand. */
const TRACE_ROWS = `
  INSERT INTO trace (account_region_id, id, started_at, duration_ms, response_ms, has_error, has_fault, has_throttle, is_partial,
    revision, entry_point, http_method, http_url, http_status, annotations, function_names, complete, span_count)
  SELECT $1, '1-' || lpad(to_hex(floor(extract(epoch FROM at))::int), 8, '0') || '-' || lpad(to_hex(n), 24, '0'), at, (n * 7919) % 3000,
    (n * 7919) % 3000, n % 40 = 0, n % 90 = 0, false, false, 1, 'shop/Prod', 'POST', 'https://shop.example/orders', 200, '{}',
    ARRAY['fn-' || lpad((n % 200)::text, 3, '0')], true, 14
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
  const functions: HistoryFunction[] = []
  let firstStreamId = 1
  for (const [index, share] of zipfShares(options.functions).entries()) {
    const calls = Math.max(50, Math.round(share * options.calls))
    const name = `fn-${String(index).padStart(3, '0')}`
    const id = await addFunction(db, placeId, name, new Date(toMs))
    const streams = streamsOf(calls)
    await addStreams(db, { placeId, functionId: id, name, firstStreamId, streams })
    const series = await addSeries(db, placeId, id, { fromMs, toMs })
    functions.push({ id, name, accountRegionId: placeId, calls, firstStreamId, series })
    firstStreamId += streams
  }
  const times = [placeId, new Date(fromMs), new Date(toMs)]
  await db.pool.query(TRACE_ROWS, [...times, TRACES])
  await db.pool.query(TRACE_FUNCTION_ROWS)
  await db.pool.query(USAGE_ROWS, times)
  await db.pool.query(STATES, times)
  await db.pool.query(RUNS, [placeId, new Date(toMs)])
  await addDocuments(db)
  return { fromMs, toMs, functions, random }
}

async function addFunction(db: Db, placeId: number, name: string, at: Date): Promise<number> {
  const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`
  const facts = {
    runtime: 'nodejs22.x',
    memoryMb: 512,
    timeoutS: 30,
    architecture: 'arm64',
    logGroupName: `/aws/lambda/${name}`,
  }
  const { id } = await db.prisma.lambdaFunction.create({
    data: { accountRegionId: placeId, arn, name, seenAt: at, tracingMode: 'Active', ...facts },
  })
  for (const version of VERSIONS)
    await db.prisma.functionVersion.create({ data: { functionId: id, version, seenAt: at } })
  await db.prisma.functionAlias.create({
    data: { functionId: id, name: 'live', version: '2', weights: {}, seenAt: at },
  })
  return id
}

async function addStreams(
  db: Db,
  own: { placeId: number; functionId: number; name: string; firstStreamId: number; streams: number },
): Promise<void> {
  const { placeId, functionId, name, firstStreamId, streams } = own
  const data = { accountRegionId: placeId, name: `/aws/lambda/${name}`, logGroupClass: 'STANDARD', seenAt: new Date() }
  const group = await db.prisma.logGroup.create({ data })
  await db.pool.query(
    `INSERT INTO log_stream (id, account_region_id, log_group_id, name, function_id, version)
     SELECT $1 + n, $2, $3, '2026/11/20/[2]' || md5($4 || n), $5, '2' FROM generate_series(0, $6 - 1) AS n`,
    [firstStreamId, placeId, group.id, name, functionId, streams],
  )
}

async function addSeries(
  db: Db,
  placeId: number,
  functionId: number,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<HistorySeries[]> {
  const made: HistorySeries[] = []
  for (const { metric, qualifier, pick } of SERIES) {
    const isSum = metric !== 'ConcurrentExecutions'
    const key = { accountRegionId: placeId, functionId, qualifier, executedVersion: '' }
    const data = { ...key, metric, statistic: isSum ? 'Sum' : 'Maximum', lastPointAt: new Date(toMs) }
    const { id } = await db.prisma.metricSeries.create({ data })
    made.push({ id, pick, isSum })
  }
  await db.pool.query('UPDATE metric_series SET covered = tstzmultirange(tstzrange($2, $3)) WHERE function_id = $1', [
    functionId,
    new Date(fromMs),
    new Date(toMs),
  ])
  return made
}

async function addDocuments(db: Db): Promise<void> {
  const body = packDocuments(sampleTrace().map((document) => JSON.stringify(document)))
  await db.pool.query(
    `INSERT INTO trace_documents (account_region_id, trace_id, started_at, names, body)
     SELECT account_region_id, id, started_at, ARRAY['shop/Prod'], $1 FROM trace WHERE id LIKE '%00'`,
    [body],
  )
}

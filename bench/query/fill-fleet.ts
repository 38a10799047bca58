import { DAY, type History, HOUR } from '@/bench/query/history-shape'
import type { Db } from '@/lib/server/db'
import { groupIssues } from '@/lib/sync/store/group-issues'

/** Hours of functions that are grouped in one transaction. */
const HOURS_AT_ONCE = 2_000
const LINES_OF_MS = 6 * HOUR
const DOCUMENTS_OF_MS = 3 * HOUR
const CHANGES = 3_000

const FUNCTIONS = `
  UPDATE lambda_function SET
    runtime = (ARRAY['nodejs22.x', 'python3.13', 'java21', 'provided.al2023'])[1 + id % 4],
    architecture = CASE WHEN id % 3 = 0 THEN 'x86_64' ELSE 'arm64' END,
    reserved_concurrency = CASE WHEN id % 100 = 50 THEN 20 END,
    tags = jsonb_build_object('team', 'team-' || id % 12, 'stage', (ARRAY['dev', 'prod'])[1 + id % 2])`
const PLACE = 'UPDATE account_region SET concurrency_limit = 3000, unreserved_concurrency = 2500, settings_at = $1'
const PROVISIONED = `
  INSERT INTO provisioned_concurrency (function_id, qualifier, requested, allocated, available, status, seen_at)
  SELECT id, 'live', 5, 5, 3, 'READY', $1 FROM lambda_function WHERE id % 200 = 1`
const MAPPINGS = `
  INSERT INTO event_source_mapping (uuid, account_region_id, function_id, qualifier, event_source_arn, state, configuration, seen_at)
  SELECT gen_random_uuid(), account_region_id, id, '', 'arn:aws:sqs:eu-west-1:111122223333:queue-' || id, 'Enabled',
    '{"BatchSize": 10, "State": "Enabled"}', $1 FROM lambda_function WHERE id % 5 = 1`
const CHANGE_ROWS = `
  INSERT INTO function_change (account_region_id, function_id, kind, subject, before, after, at, known_after, noticed_at)
  SELECT f.account_region_id, f.id, CASE n % 2 WHEN 0 THEN 'code' ELSE 'configuration' END,
    CASE n % 2 WHEN 0 THEN '' ELSE 'timeout_s' END, CASE n % 2 WHEN 0 THEN '"sha-a"'::jsonb ELSE '10' END,
    CASE n % 2 WHEN 0 THEN '"sha-b"'::jsonb ELSE '30' END, t.at, t.at - interval '1 minute', t.at
  FROM generate_series(1, $3::int) AS n
  CROSS JOIN LATERAL (SELECT $1::timestamptz + (n::float8 / $3) * ($2::timestamptz - $1::timestamptz) AS at) AS t
  JOIN lambda_function f ON f.name = 'fn-' || lpad((n % 100)::text, 3, '0')`

/* What runs of the account at once, by its minutes up to the end of the window. */
const ACCOUNT_SERIES = `
  INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic, last_point_at, covered)
  SELECT p.id, 0, '', '', m, 'Maximum', $2, tstzmultirange(tstzrange($1, $2)) FROM account_region p,
    unnest(ARRAY['ClaimedAccountConcurrency', 'ConcurrentExecutions', 'UnreservedConcurrentExecutions']) AS m`
const ACCOUNT_HOURS = `
  INSERT INTO metric_hour (account_region_id, series_id, at, points)
  SELECT s.account_region_id, s.id, h.at, ARRAY(
    SELECT CASE WHEN h.at + m * interval '1 minute' < $2 THEN 600 + ((extract(epoch FROM h.at)::int / 60 + m) % 9973 * 7919) % 300 END
    FROM generate_series(0, 59) AS m ORDER BY m)
  FROM metric_series s, generate_series(date_trunc('hour', $1::timestamptz, 'UTC'), $2::timestamptz, interval '1 hour') AS h(at)
  WHERE s.function_id = 0`
const ACCOUNT_DAYS = `
  INSERT INTO metric_day (account_region_id, series_id, at, hours, total)
  SELECT account_region_id, id, at, hours, (SELECT max(v) FROM unnest(hours) AS v)
  FROM (
    SELECT s.account_region_id, s.id, d.at, ARRAY(
      SELECT (SELECT max(p) FROM metric_hour m, unnest(m.points) AS p WHERE m.series_id = s.id AND m.at = d.at + h * interval '1 hour')
      FROM generate_series(0, 23) AS h ORDER BY h) AS hours
    FROM metric_series s, generate_series(date_trunc('day', $1::timestamptz, 'UTC'), $2::timestamptz, interval '1 day') AS d(at)
    WHERE s.function_id = 0
  ) AS days`
const ACCOUNT_WEEKS = `
  INSERT INTO metric_week (account_region_id, series_id, at, days, is_zero)
  SELECT s.account_region_id, s.id, w.at, ARRAY(
    SELECT (SELECT total FROM metric_day m WHERE m.series_id = s.id AND m.at = w.at + d * interval '1 day')
    FROM generate_series(0, 6) AS d ORDER BY d), false
  FROM metric_series s, generate_series(date_trunc('week', $1::timestamptz, 'UTC'), $2::timestamptz, interval '1 week') AS w(at)
  WHERE s.function_id = 0`

const DOCUMENTS = `
  INSERT INTO trace_documents (account_region_id, trace_id, started_at, names, body)
  SELECT t.account_region_id, t.id, t.started_at, d.names, d.body
  FROM trace t, (SELECT names, body FROM trace_documents LIMIT 1) AS d WHERE t.started_at >= $1 ON CONFLICT DO NOTHING`
const LINES = `
  INSERT INTO log_event (at, account_region_id, stream_id, level, foldable, request_id, event_id, message)
  SELECT started_at, account_region_id, stream_id, CASE WHEN n = 1 THEN 3 END, n <> 1, request_id,
    decode(md5(key || decode(lpad(n::text, 2, '0'), 'hex')), 'hex') || '\\x0000',
    CASE n WHEN 0 THEN 'START RequestId: ' || request_id || ' Version: ' || version
      WHEN 1 THEN '{"level":"INFO","message":"order packed","requestId":"' || request_id || '","items":' || billed_ms % 9 || '}'
      WHEN 2 THEN 'END RequestId: ' || request_id
      ELSE 'REPORT RequestId: ' || request_id || ' Duration: ' || duration_ms || ' ms Billed Duration: ' || billed_ms ||
        ' ms Memory Size: 512 MB Max Memory Used: ' || max_memory_used_mb || ' MB' END
  FROM invocation, generate_series(0, 3) AS n WHERE started_at >= $1`

/* Four functions share a module, and with it their errors. */
const FAILURES = `
  UPDATE invocation SET error_type = (ARRAY['TypeError', 'ValidationError', 'ConditionalCheckFailedException'])[1 + billed_ms % 3],
    error_message = 'Order ' || billed_ms || ' of module ' || function_id / 4 || ' could not be saved',
    error_frame = 'save (/var/task/module-' || function_id / 4 || '.mjs)'
  WHERE result = 'error' AND started_at >= $1`
const DUE = `
  INSERT INTO issue_due (account_region_id, function_id, hour)
  SELECT DISTINCT account_region_id, function_id, at FROM invocation_hour WHERE result <> 'success'`

/** What pages show of a fleet beside its invocations: settings, concurrency, changes, log lines, documents of traces, issues. */
export async function fillFleet(db: Db, { fromMs, toMs }: History): Promise<void> {
  const [from, to] = [new Date(fromMs), new Date(toMs)]
  const statements: [string, unknown[]][] = [
    [FUNCTIONS, []],
    [PLACE, [to]],
    [PROVISIONED, [to]],
    [MAPPINGS, [to]],
    [CHANGE_ROWS, [from, to, CHANGES]],
    [ACCOUNT_SERIES, [from, to]],
    [ACCOUNT_HOURS, [from, to]],
    [ACCOUNT_DAYS, [from, to]],
    [ACCOUNT_WEEKS, [from, to]],
    [DOCUMENTS, [new Date(toMs - DOCUMENTS_OF_MS)]],
    [LINES, [new Date(toMs - LINES_OF_MS)]],
    [FAILURES, [from]],
    [DUE, []],
  ]
  for (const [sql, values] of statements) await db.pool.query(sql, values)
  await groupAll(db, fromMs)
  await db.pool.query('VACUUM ANALYZE')
  // What preparing left to write would be written while pages are timed.
  await db.pool.query('CHECKPOINT')
}

async function groupAll(db: Db, keptFromMs: number): Promise<void> {
  const place = await db.prisma.accountRegion.findFirstOrThrow()
  const client = await db.pool.connect()
  try {
    const wanted = { mostHours: HOURS_AT_ONCE, keptFromMs: keptFromMs - DAY }
    while ((await groupIssues(client, place.id, wanted)) > 0);
  } finally {
    client.release()
  }
}

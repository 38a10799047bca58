import type pg from 'pg'
import type { FunctionHour } from '@/lib/sync/store/read-failures'

const DROP = `
  DELETE FROM retry_hour r USING unnest($1::int4[], $2::timestamptz[]) AS t(function_id, at)
  WHERE r.function_id = t.function_id AND r.at = t.at`
/*
 * Lambda tries an asynchronous event again a minute and then two after an attempt has failed, which it does a quarter of an
 * hour after its start at the latest; only what failed is tried again.
 */
const ADD = `
  INSERT INTO retry_hour (account_region_id, function_id, version, at, attempts, gb_ms, minutes, minute_attempts, minute_gb_ms)
  WITH failed AS MATERIALIZED (
    SELECT t.at, f.function_id, f.request_id, min(f.started_at) AS first_at
    FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, at)
    JOIN invocation f ON f.function_id = t.function_id AND f.started_at >= t.at - interval '20 minutes'
      AND f.started_at < t.at + interval '1 hour'
    WHERE f.result <> 'success' GROUP BY t.at, f.function_id, f.request_id
  ), again AS (
  SELECT i.function_id, i.version, f.at, floor(extract(epoch FROM i.started_at - f.at) / 60)::int AS minute, count(*) AS attempts,
    sum(coalesce(i.billed_ms, 0) * (coalesce(i.memory_mb, 0) / 1024.0)::float8 ORDER BY i.started_at, i.key) AS gb_ms
  FROM failed f
  JOIN invocation i ON i.request_id = f.request_id AND i.function_id = f.function_id AND i.started_at > f.first_at
    AND i.started_at >= f.at AND i.started_at < f.at + interval '1 hour'
  WHERE i.closed GROUP BY 1, 2, 3, 4
  )
  SELECT $3, function_id, version, at, sum(attempts), sum(gb_ms ORDER BY minute), array_agg(minute ORDER BY minute),
    array_agg(attempts ORDER BY minute), array_agg(gb_ms ORDER BY minute)
  FROM again GROUP BY function_id, version, at`

/** Counts anew which attempts of these hours (and in which minutes) followed a failed one at the same request. Within the caller's transaction. */
export async function replaceRetries(
  client: pg.ClientBase,
  accountRegionId: number,
  hours: readonly FunctionHour[],
): Promise<void> {
  const keys = [hours.map(({ functionId }) => functionId), hours.map(({ hourMs }) => new Date(hourMs))]
  await client.query(DROP, keys)
  await client.query(ADD, [...keys, accountRegionId])
}

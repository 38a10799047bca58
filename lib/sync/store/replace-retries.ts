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
  INSERT INTO retry_hour (account_region_id, function_id, version, at, attempts, gb_ms)
  WITH failed AS MATERIALIZED (
    SELECT t.at, f.function_id, f.request_id, min(f.started_at) AS first_at
    FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, at)
    JOIN invocation f ON f.function_id = t.function_id AND f.started_at >= t.at - interval '20 minutes'
      AND f.started_at < t.at + interval '1 hour'
    WHERE f.result <> 'success' GROUP BY t.at, f.function_id, f.request_id
  )
  SELECT $3, i.function_id, i.version, f.at, count(*),
    sum(coalesce(i.billed_ms, 0) * (coalesce(i.memory_mb, 0) / 1024.0)::float8 ORDER BY i.started_at, i.key)
  FROM failed f
  JOIN invocation i ON i.request_id = f.request_id AND i.function_id = f.function_id AND i.started_at > f.first_at
    AND i.started_at >= f.at AND i.started_at < f.at + interval '1 hour'
  WHERE i.closed GROUP BY i.function_id, i.version, f.at`

/** Counts anew which attempts of these hours followed a failed one at the same request. Within the caller's transaction. */
export async function replaceRetries(
  client: pg.ClientBase,
  accountRegionId: number,
  hours: readonly FunctionHour[],
): Promise<void> {
  const keys = [hours.map(({ functionId }) => functionId), hours.map(({ hourMs }) => new Date(hourMs))]
  await client.query(DROP, keys)
  await client.query(ADD, [...keys, accountRegionId])
}

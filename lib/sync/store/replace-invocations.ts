import type pg from 'pg'
import type { FoldedInvocation } from '@/lib/domain/logs/folded-invocation'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import { selectRows } from '@/lib/server/db'
import type { LogGroupRef, TouchedStream } from '@/lib/sync/store/intern-streams'
import { rollUp, type TouchedMinute } from '@/lib/sync/store/roll-up'

export type StreamInvocation = FoldedInvocation & {
  functionId: number
  streamId: number
  version: string
  key: Uint8Array
}

const COLUMNS = [
  'account_region_id',
  'function_id',
  'started_at',
  'key',
  'stream_id',
  'request_id',
  'version',
  'ended_at',
  'closed',
  'result',
  'error_type',
  'error_message',
  'duration_ms',
  'billed_ms',
  'init_ms',
  'restore_ms',
  'memory_mb',
  'max_memory_used_mb',
  'cold_start',
  'trace_id',
]
const KEY = new Set(['function_id', 'started_at', 'key'])
const LIST = COLUMNS.join(', ')
const PLAIN = COLUMNS.filter((column) => !KEY.has(column))
const STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS stage_invocation (
    account_region_id int4, function_id int4, started_at timestamptz, key bytea, stream_id int4,
    request_id uuid, version text, ended_at timestamptz, closed bool, result text, error_type text, error_message text,
    duration_ms float8, billed_ms int4, init_ms float8, restore_ms float8, memory_mb int4, max_memory_used_mb int4,
    cold_start bool, trace_id text
  ) ON COMMIT DELETE ROWS`
const REPLACE = `
  WITH dropped AS (
    DELETE FROM invocation i USING unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS t(stream_id, lo, hi)
    WHERE i.stream_id = t.stream_id AND i.started_at BETWEEN t.lo AND t.hi AND NOT EXISTS (
      SELECT 1 FROM stage_invocation s
      WHERE s.function_id = i.function_id AND s.started_at = i.started_at AND s.key = i.key
    )
    RETURNING i.function_id, i.started_at
  ), stored AS (
    INSERT INTO invocation AS i (${LIST}) SELECT ${LIST} FROM stage_invocation
    ON CONFLICT (function_id, started_at, key) DO UPDATE
      SET ${PLAIN.map((column) => `${column} = excluded.${column}`).join(', ')}
      WHERE (${PLAIN.map((column) => `i.${column}`).join(', ')})
        IS DISTINCT FROM (${PLAIN.map((column) => `excluded.${column}`).join(', ')})
    RETURNING i.function_id, i.started_at
  )
  SELECT DISTINCT function_id AS "functionId",
    (extract(epoch FROM date_trunc('minute', started_at, 'UTC')) * 1000)::float8 AS "minuteMs"
  FROM (SELECT * FROM dropped UNION ALL SELECT * FROM stored) AS touched`

/**
 * Makes the stored invocations of these stretches be exactly the folded ones, and brings the rollups of every minute that
 * changed up to date. Two groups may hold lines of one function: its rollups are written by one transaction at a time.
 */
export async function replaceInvocations(
  client: pg.ClientBase,
  group: LogGroupRef,
  stretches: readonly TouchedStream[],
  invocations: readonly StreamInvocation[],
): Promise<void> {
  const functionIds = [...new Set(stretches.map(({ stream }) => stream.functionId ?? 0))].sort((a, b) => a - b)
  for (const id of functionIds) await client.query(`SELECT pg_advisory_xact_lock(hashtext('roll-up'), $1)`, [id])
  await client.query(STAGE)
  await copyRows(client, `stage_invocation (${LIST})`, encodeInvocations(group, invocations))
  const touched = await selectRows<TouchedMinute>(client, REPLACE, [
    stretches.map(({ stream }) => stream.id),
    stretches.map(({ fromMs }) => new Date(fromMs)),
    stretches.map(({ toMs }) => new Date(toMs)),
  ])
  await rollUp(client, group.accountRegionId, touched)
}

function encodeInvocations(group: LogGroupRef, invocations: readonly StreamInvocation[]): BinaryCopyEncoder {
  const rows = new BinaryCopyEncoder(COLUMNS.length)
  for (const invocation of invocations) {
    rows.row()
    rows.int4(group.accountRegionId)
    rows.int4(invocation.functionId)
    rows.timestamptz(invocation.startedAtMs)
    rows.bytea(invocation.key)
    rows.int4(invocation.streamId)
    rows.uuid(invocation.requestId)
    rows.text(invocation.version)
    rows.timestamptz(invocation.endedAtMs)
    rows.bool(invocation.closed)
    rows.text(invocation.result)
    rows.text(invocation.errorType)
    rows.text(invocation.errorMessage)
    rows.float8(invocation.durationMs)
    rows.int4(wholeNumber(invocation.billedMs))
    rows.float8(invocation.initMs)
    rows.float8(invocation.restoreMs)
    rows.int4(wholeNumber(invocation.memoryMb))
    rows.int4(wholeNumber(invocation.maxMemoryUsedMb))
    rows.bool(invocation.coldStart)
    rows.text(invocation.traceId)
  }
  return rows
}

/** A log line may say anything; what does not fit an integer column is not known. */
function wholeNumber(value: number | null): number | null {
  return value !== null && Math.abs(value) < 2 ** 31 ? Math.round(value) : null
}

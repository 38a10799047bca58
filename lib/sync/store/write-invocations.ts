import type pg from 'pg'
import { copyRows, copyUnlessStored } from '@/lib/server/copy/copy-rows'
import { selectRows } from '@/lib/server/db'
import {
  encodeInvocations,
  INVOCATION_COLUMNS,
  invocationsAsJson,
  type StreamInvocation,
  TYPED_COLUMNS,
} from '@/lib/sync/store/invocation-rows'
import { partitionOf } from '@/lib/sync/store/partition-of'
import type { TouchedMinute } from '@/lib/sync/store/roll-up'
import { spanOfTimes } from '@/lib/sync/store/span-of-times'

/** The invocations of a stream that began between two times, both included. */
export type ReplacedStretch = { streamId: number; fromMs: number; toMs: number }

const KEY = new Set(['function_id', 'started_at', 'key'])
const LIST = INVOCATION_COLUMNS.join(', ')
const PLAIN = INVOCATION_COLUMNS.filter((column) => !KEY.has(column))
const STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS stage_invocation (${TYPED_COLUMNS}) ON COMMIT DELETE ROWS;
  DELETE FROM stage_invocation`
const upsert = (rows: string) => `
  INSERT INTO invocation AS i (${LIST}) SELECT ${LIST} FROM ${rows}
  ON CONFLICT (function_id, started_at, key) DO UPDATE
    SET ${PLAIN.map((column) => `${column} = excluded.${column}`).join(', ')}
    WHERE (${PLAIN.map((column) => `i.${column}`).join(', ')})
      IS DISTINCT FROM (${PLAIN.map((column) => `excluded.${column}`).join(', ')})`
/* Few at a time: one statement with all of them in a value takes less than copying them to a place first. */
const CHANGE = upsert(`jsonb_to_recordset($1::jsonb) AS r(${TYPED_COLUMNS})`)
const REPLACE = `
  WITH dropped AS (
    DELETE FROM invocation i USING unnest($1::int4[], $2::timestamptz[], $3::timestamptz[]) AS t(stream_id, lo, hi)
    WHERE i.stream_id = t.stream_id AND i.started_at BETWEEN t.lo AND t.hi AND NOT EXISTS (
      SELECT 1 FROM stage_invocation s
      WHERE s.function_id = i.function_id AND s.started_at = i.started_at AND s.key = i.key
    )
    RETURNING i.function_id, i.started_at
  ), stored AS (${upsert('stage_invocation')} RETURNING i.function_id, i.started_at)
  SELECT DISTINCT function_id AS "functionId",
    (extract(epoch FROM date_trunc('minute', started_at, 'UTC')) * 1000)::float8 AS "minuteMs"
  FROM (SELECT * FROM dropped UNION ALL SELECT * FROM stored) AS touched`

/** Adds invocations whose first line is new, so that none of them should be there. Within the caller's transaction. */
export async function addInvocations(
  client: pg.ClientBase,
  accountRegionId: number,
  invocations: readonly StreamInvocation[],
): Promise<void> {
  if (invocations.length === 0) return
  const rows = encodeInvocations(accountRegionId, invocations)
  const target = partitionOf('invocation', spanOf(invocations))
  if (await copyUnlessStored(client, `${target} (${LIST})`, rows)) return
  await changeInvocations(client, accountRegionId, invocations)
}

function spanOf(invocations: readonly StreamInvocation[]): { fromMs: number; toMs: number } {
  return spanOfTimes(invocations.map(({ folded }) => ({ atMs: folded.startedAtMs })))
}

/** Stores invocations over what is there of them. Within the caller's transaction. */
export async function changeInvocations(
  client: pg.ClientBase,
  accountRegionId: number,
  invocations: readonly StreamInvocation[],
): Promise<void> {
  if (invocations.length === 0) return
  const values = [invocationsAsJson(accountRegionId, invocations)]
  await client.query({ name: 'change-invocations', text: CHANGE, values })
}

/**
 * Makes the stored invocations of these stretches be exactly the given ones, and answers the minutes in which one
 * changed. Within the caller's transaction.
 */
export async function replaceInvocations(
  client: pg.ClientBase,
  accountRegionId: number,
  stretches: readonly ReplacedStretch[],
  invocations: readonly StreamInvocation[],
): Promise<TouchedMinute[]> {
  await stage(client, accountRegionId, invocations)
  return selectRows<TouchedMinute>(client, REPLACE, [
    stretches.map(({ streamId }) => streamId),
    stretches.map(({ fromMs }) => new Date(fromMs)),
    stretches.map(({ toMs }) => new Date(toMs)),
  ])
}

async function stage(
  client: pg.ClientBase,
  accountRegionId: number,
  invocations: readonly StreamInvocation[],
): Promise<void> {
  const rows = encodeInvocations(accountRegionId, invocations)
  if (rows.rows === 0) await client.query(STAGE)
  else await copyRows(client, `stage_invocation (${LIST})`, rows, { before: STAGE })
}

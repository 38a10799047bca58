import type pg from 'pg'
import { parseStreamName } from '@/lib/domain/logs/parse-stream-name'
import { selectRows } from '@/lib/server/db'

export type LogGroupRef = { id: number; accountRegionId: number; name: string }
export type StreamRef = { id: number; name: string; functionId: number | null; version: string | null }
/** A stream with new lines that matter to folding: the first and the last of them. */
export type TouchedStream = { stream: StreamRef; fromMs: number; toMs: number }
/** Whose lines a group holds: functions by name, and the one that owns the group when it is not shared. */
export type GroupOwners = { byName: ReadonlyMap<string, number>; soleFunctionId: number | null }

const OWNERS = `
  SELECT id, name, coalesce(log_group_name, '/aws/lambda/' || name) = $2 AS writes
  FROM lambda_function WHERE account_region_id = $1 ORDER BY gone_at NULLS LAST, id`
/* A row that is there already would use up a number of the sequence each time. */
const INTERN = `
  INSERT INTO log_stream (account_region_id, log_group_id, name, function_id, version)
  SELECT $1, $2, name, function_id, version FROM jsonb_to_recordset($3::jsonb) AS r(name text, function_id int4, version text)
  WHERE NOT EXISTS (SELECT FROM log_stream s WHERE s.log_group_id = $2 AND s.name = r.name)
  ON CONFLICT (log_group_id, name) DO NOTHING`
const SELECT = `
  SELECT id, name, function_id AS "functionId", version FROM log_stream WHERE log_group_id = $1 AND name = ANY($2)`

/** Reads who writes to the group: by name in the stream for shared groups, else the group's only function. */
export async function readGroupOwners(client: pg.ClientBase, placeId: number, group: string): Promise<GroupOwners> {
  const rows = await selectRows<{ id: number; name: string; writes: boolean }>(client, OWNERS, [placeId, group])
  const writers = rows.filter(({ writes }) => writes)
  const byDefault = rows.find(({ name }) => `/aws/lambda/${name}` === group)
  const soleFunctionId = byDefault?.id ?? (writers.length === 1 ? (writers[0]?.id ?? null) : null)
  return { byName: new Map(rows.map(({ id, name }) => [name, id])), soleFunctionId }
}

/** The function that a stream belongs to, or null when its name tells none that is known. */
export function functionOfStream(owners: GroupOwners, streamName: string): number | null {
  const named = parseStreamName(streamName)?.functionName ?? null
  return named === null ? owners.soleFunctionId : (owners.byName.get(named) ?? null)
}

/** The rows of these streams by name, made where they do not exist yet. */
export async function internStreams(
  client: pg.ClientBase,
  group: LogGroupRef,
  owners: GroupOwners,
  names: ReadonlySet<string>,
): Promise<Map<string, StreamRef>> {
  const rows = [...names].map((name) => ({
    name,
    function_id: functionOfStream(owners, name),
    version: parseStreamName(name)?.version ?? null,
  }))
  await client.query(INTERN, [group.accountRegionId, group.id, JSON.stringify(rows)])
  const streams = await selectRows<StreamRef>(client, SELECT, [group.id, [...names]])
  return new Map(streams.map((stream) => [stream.name, stream]))
}

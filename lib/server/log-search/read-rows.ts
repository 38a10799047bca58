import { type Db, selectRows } from '@/lib/server/db'
import type { FoundLine, LinePosition } from '@/lib/server/log-search/found-line'
import type { LogScope } from '@/lib/server/log-search/log-scope'
import { rowCondition } from '@/lib/server/log-search/row-condition'

export const LINE_COLUMNS = `
  e.stream_id AS "streamId", (extract(epoch FROM e.at) * 1000)::float8 AS "atMs", e.event_id AS "eventId",
  e.request_id AS "requestId", e.level, e.message`
const NEWEST = 'ORDER BY e.at DESC, e.stream_id DESC, e.event_id DESC'
/* Rows that only look as if they met the query are few, unless its words are common in others. */
const INEXACT_ROWS = 1_000

/**
 * The newest rows of log_event from a moment up to a place that may meet the query, newest first. isCut: there may be
 * more of them. need: how many lines are asked for.
 */
export async function readRows(
  db: Db,
  scope: LogScope,
  { fromMs, before, need }: { fromMs: number; before: LinePosition; need: number },
): Promise<{ lines: FoundLine[]; isCut: boolean }> {
  const values: unknown[] = [new Date(fromMs), new Date(before.atMs)]
  const add = (value: unknown) => `$${values.push(value)}`
  const { sql, isExact } = rowCondition(scope, add)
  const conditions = ['e.at >= $1', before.streamId === 0 ? 'e.at < $2' : `e.at <= $2`]
  if (before.streamId > 0) {
    conditions.push(
      `(e.at, e.stream_id, e.event_id) < ($2, ${add(before.streamId)}::int4, ${add(before.eventId)}::bytea)`,
    )
  }
  if (sql !== null) conditions.push(sql)
  const most = isExact ? need : Math.max(need, INEXACT_ROWS)
  const statement = `SELECT ${LINE_COLUMNS} FROM log_event e WHERE ${conditions.join(' AND ')} ${NEWEST} LIMIT ${most}`
  const lines = await selectRows<FoundLine>(db.pool, statement, values)
  return { lines, isCut: lines.length === most }
}

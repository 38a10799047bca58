import type { ChangeMark, ChangeMarksRequest, ChangeMarksResponse } from '@/lib/contracts/changes'
import { type Db, selectRows } from '@/lib/server/db'
import { CHANGE_ROWS } from '@/lib/server/queries/change-rows'
import { checkWindow } from '@/lib/server/queries/check-window'

/** More than a chart has room for, and few enough to send. */
const MARKS = 200
const NAMED = 3
const FROM = `${CHANGE_ROWS} c JOIN lambda_function f ON f.id = c.function_id JOIN account_region p ON p.id = c.account_region_id
  WHERE c.at >= $1 AND c.at < $2 AND ($3::text IS NULL OR f.name = ANY(string_to_array($3, ',')))
    AND ($4::text IS NULL OR p.account_id = ANY(string_to_array($4, ',')))
    AND ($5::text IS NULL OR p.region = ANY(string_to_array($5, ',')))`
const MARKS_SQL = `
  WITH mark AS (
    SELECT min(c.at) AS first_at, max(c.at) AS last_at, count(*)::int AS changes FROM ${FROM}
     GROUP BY floor(extract(epoch FROM c.at - $1::timestamptz) / $6::float8))
  SELECT round(extract(epoch FROM m.first_at) * 1000)::float8 AS "atMs",
    round(extract(epoch FROM m.last_at) * 1000)::float8 AS "lastMs", m.changes, n.named
  FROM mark m CROSS JOIN LATERAL (
    SELECT json_agg(t.named) AS named FROM (
      SELECT json_build_object('functionName', f.name, 'kind', c.kind, 'subject', c.subject, 'before', c.before,
               'after', c.after) AS named
        FROM ${FROM} AND c.at >= m.first_at AND c.at <= m.last_at ORDER BY c.at, c.source, c.id LIMIT ${NAMED}) t) n
  ORDER BY m.first_at`

/**
 * When something changed in a window, oldest first: changes of one two-hundredth of it together, the first three named.
 * Holds all of them, however many there are. Throws BAD_REQUEST for a window that is none.
 */
export async function listChangeMarks(db: Db, request: ChangeMarksRequest): Promise<ChangeMarksResponse> {
  checkWindow(request)
  const { from, to, functionName = null, accountId = null, region = null } = request
  const stepS = (to - from) / 1000 / MARKS
  const values = [new Date(from), new Date(to), functionName, accountId, region, stepS]
  return { items: await selectRows<ChangeMark>(db.pool, MARKS_SQL, values) }
}

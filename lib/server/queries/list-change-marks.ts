import type { ChangeMark, ChangeMarksRequest, ChangeMarksResponse } from '@/lib/contracts/changes'
import { type Db, selectRows } from '@/lib/server/db'
import { CHANGE_ROWS } from '@/lib/server/queries/change-rows'
import { checkWindow } from '@/lib/server/queries/check-window'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'

/** More than a chart has room for, and few enough to send. */
const MARKS = 200
const NAMED = 3
const FUNCTIONS = `
  SELECT id FROM lambda_function
   WHERE ($1::int[] IS NULL OR account_region_id = ANY($1)) AND name = ANY(string_to_array($2, ','))`
const FROM = `${CHANGE_ROWS} c WHERE c.at >= $1 AND c.at < $2 AND ($3::int[] IS NULL OR c.account_region_id = ANY($3))
  AND ($4::int[] IS NULL OR c.function_id = ANY($4))`
const MARKS_SQL = `
  WITH mark AS (
    SELECT min(c.at) AS first_at, max(c.at) AS last_at, count(*)::int AS changes FROM ${FROM}
     GROUP BY floor(date_part('epoch', c.at - $1::timestamptz) / $5::float8))
  SELECT round(date_part('epoch', m.first_at) * 1000) AS "atMs", round(date_part('epoch', m.last_at) * 1000) AS "lastMs",
    m.changes, n.named
  FROM mark m CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('functionName', f.name, 'kind', t.kind, 'subject', t.subject, 'before', t.before,
             'after', t.after) ORDER BY t.at, t.source, t.id) AS named
      FROM (SELECT c.* FROM ${FROM} AND c.at >= m.first_at AND c.at <= m.last_at ORDER BY c.at LIMIT ${NAMED}) t
      JOIN lambda_function f ON f.id = t.function_id) n
  ORDER BY m.first_at`

/**
 * When something changed in a window, oldest first: changes of one two-hundredth of it together, the first three named.
 * Holds all of them, however many there are. Throws BAD_REQUEST for a window that is none.
 */
export async function listChangeMarks(db: Db, request: ChangeMarksRequest): Promise<ChangeMarksResponse> {
  checkWindow(request)
  const { from, to } = request
  const { placeIds, functionIds } = await readFilter(db, request)
  const values = [new Date(from), new Date(to), placeIds, functionIds, (to - from) / 1000 / MARKS]
  return { items: await selectRows<ChangeMark>(db.pool, MARKS_SQL, values) }
}

/** null: all. Looked up first, so that changes are counted without a join. */
async function readFilter(db: Db, { functionName, ...scope }: ChangeMarksRequest) {
  const placeIds = await listPlaceIds(db, scope)
  if (functionName === undefined) return { placeIds, functionIds: null }
  const functions = await selectRows<{ id: number }>(db.pool, FUNCTIONS, [placeIds, functionName])
  return { placeIds: null, functionIds: functions.map(({ id }) => id) }
}

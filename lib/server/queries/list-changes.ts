import * as z from 'zod/mini'
import type { FunctionChange, ListChangesRequest, ListChangesResponse } from '@/lib/contracts/changes'
import { CHANGE_GROUPS } from '@/lib/domain/change-groups'
import { CursorMoment, cursorOf, parseCursor } from '@/lib/server/cursor'
import { type Db, selectRows } from '@/lib/server/db'
import { CHANGE_KINDS } from '@/lib/server/queries/change-rows'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'

const Cursor = z.tuple([CursorMoment, z.int().check(z.gte(0)), z.int().check(z.gte(0))])
/* The newest of each kind by its own index: together they would all be sorted. */
const newest = (rows: string) => `(
  SELECT CASE c.source WHEN 0 THEN '' ELSE 'issue-' END || c.id AS id, c.source, c.id AS "rowId",
    (extract(epoch FROM c.at) * 1000)::float8 AS "atMs", c.stated_at IS NOT NULL AS "isStated",
    (extract(epoch FROM c.known_after) * 1000)::float8 AS "knownAfterMs",
    (extract(epoch FROM c.noticed_at) * 1000)::float8 AS "noticedAtMs",
    p.account_id AS "accountId", p.region, f.name AS "functionName", c.kind, c.subject, c.before, c.after
  FROM (${rows}) c JOIN lambda_function f ON f.id = c.function_id JOIN account_region p ON p.id = c.account_region_id
  WHERE c.at >= $1 AND c.at < $2 AND ($3::text IS NULL OR f.name = ANY(string_to_array($3, ',')))
    AND ($4::int[] IS NULL OR c.account_region_id = ANY($4))
    AND ($5::timestamptz IS NULL OR (c.at, c.source, c.id) < ($5, $10::int, $6::int8))
    AND ($8::text IS NULL OR strpos(lower(f.name), lower($8)) > 0) AND ($9::text[] IS NULL OR c.kind = ANY($9))
  ORDER BY c.at DESC, c.id DESC LIMIT $7)`
const CHANGES = `${CHANGE_KINDS.map(newest).join(' UNION ALL ')} ORDER BY "atMs" DESC, source DESC, "rowId" DESC LIMIT $7`

type Row = FunctionChange & { source: number; rowId: string }

/** What changed of functions in a window, and what began to fail, newest first. Throws BAD_REQUEST for a window or cursor that is none. */
export async function listChanges(db: Db, request: ListChangesRequest, nowMs: number): Promise<ListChangesResponse> {
  const window = checkWindow(request)
  const { from, to, functionName = null, limit } = request
  const placeIds = await listPlaceIds(db, request)
  const [inventory, logs] = await Promise.all([
    getReadExtent(db, 'inventory', { placeIds }, window, nowMs),
    getReadExtent(db, 'logs', { placeIds, functionNames: functionName?.split(',') }, window, nowMs),
  ])
  const after = parseCursor(request.cursor, Cursor)
  const rows = await selectRows<Row>(db.pool, CHANGES, [
    ...[new Date(from), new Date(to), functionName, placeIds],
    ...[after === null ? null : new Date(after[0]), after?.[2] ?? null, limit + 1],
    ...[request.search ?? null, request.group === undefined ? null : CHANGE_GROUPS[request.group]],
    after?.[1] ?? null,
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor =
    rows.length > limit && last !== undefined ? cursorOf([last.atMs, last.source, Number(last.rowId)]) : null
  return { items: page.map(({ source: _, rowId: __, ...change }) => change), nextCursor, read: { inventory, logs } }
}

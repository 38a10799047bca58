import * as z from 'zod/mini'
import type { ListTracesRequest, ListTracesResponse, TraceItem } from '@/lib/contracts/traces'
import { type TraceStatusName, traceStatusOf } from '@/lib/domain/traces/groups/trace-status'
import { CursorId, CursorMoment, CursorText, cursorOf, parseCursor } from '@/lib/server/cursor'
import type { Db } from '@/lib/server/db'
import { countHiddenTraces } from '@/lib/server/queries/count-hidden-traces'
import { countUnsearched } from '@/lib/server/queries/count-unsearched'
import { getAskedTraces } from '@/lib/server/queries/get-asked-traces'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { searchTraces, type TraceSearch } from '@/lib/server/queries/search-traces'

type Row = TraceItem & { placeId: number }

type Sort = ListTracesRequest['sort']

const startCursor = (sort: Sort) => z.tuple([z.literal(sort), CursorMoment, CursorText, CursorId])
const valueCursor = (sort: Sort) => z.tuple([z.literal(sort), z.number(), CursorMoment, CursorText, CursorId])
/** In place of what is not known. */
const UNKNOWN = -1
const STATUS_RANK: Readonly<Record<TraceStatusName, number>> = { ok: 0, error: 1, throttle: 2, fault: 3 }

const COLUMNS = `
  t.id, (select ar.account_id from account_region ar where ar.id = t.account_region_id) as "accountId",
  (select ar.region from account_region ar where ar.id = t.account_region_id) as region,
  (extract(epoch from t.started_at) * 1000)::float8 as "startMs",
  t.duration_ms as "durationMs", t.response_ms as "responseMs", t.has_error as "hasError", t.has_fault as "hasFault",
  t.has_throttle as "hasThrottle", t.complete, t.entry_point as "entryPoint", t.http_method as "httpMethod",
  t.http_url as "httpUrl", t.http_status as "httpStatus", t.span_count as "spanCount",
  t.function_names as functions, t.account_region_id as "placeId"`

/**
 * A page of the traces that began in the window, by start, length, status or number of segments (unknown ones last), by keyset.
 * Throws BAD_REQUEST with the position for a filter it cannot read, and what getAskedTraces throws.
 */
export async function listTraces(db: Db, request: ListTracesRequest, nowMs: number): Promise<ListTracesResponse> {
  const { sort, limit } = request
  const asked = await getAskedTraces(db, request, nowMs)
  const [read, rows, unsearched, hidden] = await Promise.all([
    getReadExtent(db, 'traces', { placeIds: asked.placeIds }, asked, nowMs),
    searchTraces<Row>(db, { ...asked, sort, after: readCursor(request), limit: limit + 1 }, COLUMNS),
    countUnsearched(db, asked),
    countHiddenTraces(db, asked),
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(itemOf),
    nextCursor: rows.length > page.length && last !== undefined ? cursorOf(keyOf(last, sort)) : null,
    read,
    ...unsearched,
    hidden,
  }
}

function readCursor({ sort, cursor }: ListTracesRequest): TraceSearch['after'] {
  if (sort !== 'newest' && sort !== 'oldest') {
    const key = parseCursor(cursor, valueCursor(sort))
    if (key === null) return null
    const [, value, startMs, id, placeId] = key
    return { value: value === UNKNOWN ? null : value, startMs, id, placeId }
  }
  const key = parseCursor(cursor, startCursor(sort))
  if (key === null) return null
  const [, startMs, id, placeId] = key
  return { value: null, startMs, id, placeId }
}

function keyOf(row: Row, sort: Sort): (string | number)[] {
  const tie = [row.startMs, row.id, row.placeId]
  if (sort === 'newest' || sort === 'oldest') return [sort, ...tie]
  if (sort === 'failed') return [sort, STATUS_RANK[traceStatusOf(row)], ...tie]
  return [sort, (sort === 'largest' ? row.spanCount : row.durationMs) ?? UNKNOWN, ...tie]
}

function itemOf({ placeId: _, ...row }: Row): TraceItem {
  const { id, accountId, region, startMs, durationMs, responseMs, hasError, hasFault, hasThrottle, complete } = row
  const { entryPoint, httpMethod, httpUrl, httpStatus, spanCount, functions } = row
  const outcome = { hasError, hasFault, hasThrottle, complete }
  const request = { entryPoint, httpMethod, httpUrl, httpStatus }
  return { id, accountId, region, startMs, durationMs, responseMs, ...outcome, ...request, spanCount, functions }
}

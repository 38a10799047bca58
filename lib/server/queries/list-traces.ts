import * as z from 'zod/mini'
import type { ListTracesRequest, ListTracesResponse, TraceItem } from '@/lib/contracts/traces'
import { CursorId, CursorMoment, CursorText, cursorOf, parseCursor } from '@/lib/server/cursor'
import type { Db } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { countUnsearched } from '@/lib/server/queries/count-unsearched'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'
import { searchTraces, type TraceSearch } from '@/lib/server/queries/search-traces'
import { traceConditions } from '@/lib/server/queries/trace-conditions'

type Row = TraceItem & { placeId: number }

const NewestCursor = z.tuple([z.literal('newest'), CursorMoment, CursorText, CursorId])
const SlowestCursor = z.tuple([z.literal('slowest'), z.number(), CursorMoment, CursorText, CursorId])

const COLUMNS = `
  t.id, (select ar.account_id from account_region ar where ar.id = t.account_region_id) as "accountId",
  (select ar.region from account_region ar where ar.id = t.account_region_id) as region,
  (extract(epoch from t.started_at) * 1000)::float8 as "startMs",
  t.duration_ms as "durationMs", t.response_ms as "responseMs", t.has_error as "hasError", t.has_fault as "hasFault",
  t.has_throttle as "hasThrottle", t.complete, t.entry_point as "entryPoint", t.http_method as "httpMethod",
  t.http_url as "httpUrl", t.http_status as "httpStatus", t.span_count as "spanCount",
  t.function_names as functions, t.account_region_id as "placeId"`

/**
 * A page of the traces that began in the window, newest or longest first (those of unknown length last), by keyset.
 * Throws BAD_REQUEST with the position for a filter it cannot read.
 */
export async function listTraces(db: Db, request: ListTracesRequest, nowMs: number): Promise<ListTracesResponse> {
  const { fromMs, toMs } = checkWindow(request)
  const placeIds = await listPlaceIds(db, request)
  const read = await getReadExtent(db, 'traces', { placeIds }, { fromMs, toMs }, nowMs)
  const { sort, limit, filter, functionName, qualifier } = request
  const search = { fromMs, toMs, placeIds, sort, filter, functionName, qualifier, after: readCursor(request) }
  const { asked } = traceConditions(search, () => '')
  const [rows, unsearched] = await Promise.all([
    searchTraces<Row>(db, { ...search, limit: limit + 1 }, COLUMNS),
    countUnsearched(db, search, asked),
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(itemOf),
    nextCursor: rows.length > page.length && last !== undefined ? cursorOf(keyOf(last, sort)) : null,
    read,
    ...unsearched,
  }
}

function readCursor({ sort, cursor }: ListTracesRequest): TraceSearch['after'] {
  const slowest = sort === 'slowest' ? parseCursor(cursor, SlowestCursor) : null
  if (slowest !== null) {
    const [, durationMs, startMs, id, placeId] = slowest
    return { durationMs, startMs, id, placeId }
  }
  const newest = sort === 'newest' ? parseCursor(cursor, NewestCursor) : null
  if (newest === null) return null
  const [, startMs, id, placeId] = newest
  return { durationMs: null, startMs, id, placeId }
}

function keyOf(row: Row, sort: ListTracesRequest['sort']): (string | number)[] {
  const tie = [row.startMs, row.id, row.placeId]
  return sort === 'slowest' ? ['slowest', row.durationMs ?? -1, ...tie] : ['newest', ...tie]
}

function itemOf({ placeId: _, ...row }: Row): TraceItem {
  const { id, accountId, region, startMs, durationMs, responseMs, hasError, hasFault, hasThrottle, complete } = row
  const { entryPoint, httpMethod, httpUrl, httpStatus, spanCount, functions } = row
  const outcome = { hasError, hasFault, hasThrottle, complete }
  const request = { entryPoint, httpMethod, httpUrl, httpStatus }
  return { id, accountId, region, startMs, durationMs, responseMs, ...outcome, ...request, spanCount, functions }
}

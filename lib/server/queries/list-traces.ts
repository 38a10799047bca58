import * as z from 'zod/mini'
import type { ListTracesRequest, ListTracesResponse, TraceItem } from '@/lib/contracts/traces'
import { parseFilterExpression } from '@/lib/domain/filter-expression'
import { AppError } from '@/lib/server/app-error'
import { CursorId, CursorMoment, CursorText, cursorOf, parseCursor } from '@/lib/server/cursor'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'
import { type AddParameter, traceFilterSql } from '@/lib/server/queries/trace-filter-sql'

type Row = TraceItem & { placeId: number }

const NewestCursor = z.tuple([z.literal('newest'), CursorMoment, CursorText, CursorId])
const SlowestCursor = z.tuple([z.literal('slowest'), z.number(), CursorMoment, CursorText, CursorId])

const SELECT = `
  select t.id, ar.account_id as "accountId", ar.region, (extract(epoch from t.started_at) * 1000)::float8 as "startMs",
         t.duration_ms as "durationMs", t.response_ms as "responseMs", t.has_error as "hasError", t.has_fault as "hasFault",
         t.has_throttle as "hasThrottle", t.complete, t.entry_point as "entryPoint", t.http_method as "httpMethod",
         t.http_url as "httpUrl", t.http_status as "httpStatus", t.span_count as "spanCount",
         t.function_names as functions, t.account_region_id as "placeId"
    from trace t join account_region ar on ar.id = t.account_region_id`

/**
 * A page of the traces that began in the window, newest or longest first (those of unknown length last), by keyset.
 * Throws BAD_REQUEST with the position for a filter it cannot read.
 */
export async function listTraces(db: Db, request: ListTracesRequest, nowMs: number): Promise<ListTracesResponse> {
  const { fromMs, toMs } = checkWindow(request)
  const placeIds = await listPlaceIds(db, request)
  const read = await getReadExtent(db, 'traces', { placeIds }, { fromMs, toMs }, nowMs)
  const values: unknown[] = [new Date(fromMs), new Date(toMs)]
  const add: AddParameter = (value) => `$${values.push(value)}`
  const conditions = ['t.started_at >= $1', 't.started_at < $2', ...conditionsOf(request, placeIds, add)]
  const tie = 't.started_at desc, t.id desc, t.account_region_id desc'
  const order = request.sort === 'slowest' ? `coalesce(t.duration_ms, -1) desc, ${tie}` : tie
  const sql = `${SELECT} where ${conditions.join(' and ')} order by ${order} limit ${add(request.limit + 1)}`
  const rows = await selectRows<Row>(db.pool, sql, values)
  const page = rows.slice(0, request.limit)
  const last = page.at(-1)
  return {
    items: page.map(({ placeId: _, ...item }) => item),
    nextCursor: rows.length > page.length && last !== undefined ? cursorOf(keyOf(last, request.sort)) : null,
    read,
  }
}

function conditionsOf(
  { functionName, filter, sort, cursor }: ListTracesRequest,
  placeIds: readonly number[] | null,
  add: AddParameter,
) {
  const conditions: string[] = []
  if (placeIds !== null) conditions.push(`t.account_region_id = any(${add(placeIds)}::int[])`)
  if (functionName !== undefined) conditions.push(`t.function_names @> array[${add(functionName)}::text]`)
  if (filter !== undefined && filter.trim() !== '') conditions.push(filterCondition(filter, add))
  const slowest = sort === 'slowest' ? parseCursor(cursor, SlowestCursor) : null
  if (slowest !== null) {
    const [, duration, at, id, place] = slowest
    conditions.push(
      `(coalesce(t.duration_ms, -1), t.started_at, t.id, t.account_region_id)
        < (${add(duration)}::float8, ${add(new Date(at))}::timestamptz, ${add(id)}::text, ${add(place)}::int)`,
    )
  }
  const newest = sort === 'newest' ? parseCursor(cursor, NewestCursor) : null
  if (newest !== null) {
    const [, at, id, place] = newest
    conditions.push(
      `(t.started_at, t.id, t.account_region_id) < (${add(new Date(at))}::timestamptz, ${add(id)}::text, ${add(place)}::int)`,
    )
  }
  return conditions
}

function filterCondition(expression: string, add: AddParameter): string {
  const { filter, error } = parseFilterExpression(expression)
  if (filter !== null) return traceFilterSql(filter, add)
  const message = `The filter cannot be read at character ${error.position + 1}: ${error.message}.`
  throw new AppError('BAD_REQUEST', message, { position: error.position })
}

function keyOf(row: Row, sort: ListTracesRequest['sort']): (string | number)[] {
  const tie = [row.startMs, row.id, row.placeId]
  return sort === 'slowest' ? ['slowest', row.durationMs ?? -1, ...tie] : ['newest', ...tie]
}

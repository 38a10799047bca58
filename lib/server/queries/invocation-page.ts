import * as z from 'zod/mini'
import type { ListInvocationsRequest, ListInvocationsResponse } from '@/lib/contracts/invocations'
import type { Window } from '@/lib/domain/covered-window'
import { CursorMoment, cursorOf, parseCursor } from '@/lib/server/cursor'
import { createParameters, filterConditions, type Parameters } from '@/lib/server/queries/invocation-filter'
import { type InvocationRow, invocationItem } from '@/lib/server/queries/invocation-row'

const CursorKey = z.string().check(z.regex(/^[0-9a-f]{16}$/))
const NewestCursor = z.tuple([z.literal('newest'), CursorMoment, CursorKey])
const SlowestCursor = z.tuple([z.literal('slowest'), z.number(), CursorMoment, CursorKey])
/** No key is lower. */
const LOWEST_KEY = '0'.repeat(16)

export type PageRequest = Omit<ListInvocationsRequest, 'accountId' | 'region'>
export type PageBounds = Window & { versions: string[] | 'all' }

/** Parameters, conditions and end of the statement that reads a page of invocations i and one more. */
export function statementOf(functionId: number, request: PageRequest, { versions, fromMs, toMs }: PageBounds) {
  const parameters = createParameters([functionId, new Date(fromMs), new Date(toMs)])
  const conditions = ['i.function_id = $1', 'i.started_at >= $2', 'i.started_at < $3']
  conditions.push(...filterConditions(request, versions, parameters), ...afterCursor(request, parameters))
  const order = request.sort === 'slowest' ? 'coalesce(i.duration_ms, -1) desc, i.started_at desc' : 'i.started_at desc'
  return { parameters, conditions, end: `order by ${order}, i.key desc limit ${parameters.add(request.limit + 1)}` }
}

/** A page as it is looked for, without how far lines are read. */
export type InvocationPage = Omit<ListInvocationsResponse, 'read'>

/** A page of what such a statement gave. */
export function pageOf(rows: readonly InvocationRow[], { limit, sort }: PageRequest): InvocationPage {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(invocationItem),
    nextCursor: rows.length > page.length && last !== undefined ? cursorOf(keyOf(last, sort)) : null,
    lookedFromMs: null,
  }
}

function keyOf(row: InvocationRow, sort: ListInvocationsRequest['sort']): (string | number)[] {
  return sort === 'slowest' ? ['slowest', row.durationMs ?? -1, row.atMs, row.key] : ['newest', row.atMs, row.key]
}

/** What an invocation i must meet to follow the cursor; throws BAD_REQUEST for one of the other order. */
export function afterCursor(
  { sort, cursor }: Pick<ListInvocationsRequest, 'sort' | 'cursor'>,
  parameters: Parameters,
): string[] {
  if (sort === 'slowest') {
    const key = parseCursor(cursor, SlowestCursor)
    if (key === null) return []
    const [duration, at, id] = [parameters.add(key[1]), parameters.add(new Date(key[2])), parameters.add(key[3])]
    return [
      `(coalesce(i.duration_ms, -1), i.started_at, i.key) < (${duration}::float8, ${at}::timestamptz, decode(${id}, 'hex'))`,
    ]
  }
  const key = parseCursor(cursor, NewestCursor)
  if (key === null) return []
  return [
    `(i.started_at, i.key) < (${parameters.add(new Date(key[1]))}::timestamptz, decode(${parameters.add(key[2])}, 'hex'))`,
  ]
}

/** The end of what may follow the cursor of a newest page: what began in its millisecond may, unless its key is the lowest. */
export function newestToMs({ sort, cursor }: Pick<PageRequest, 'sort' | 'cursor'>, toMs: number): number {
  const given = sort === 'newest' ? parseCursor(cursor, NewestCursor) : null
  if (given === null) return toMs
  const [, atMs, key] = given
  return Math.min(toMs, key === LOWEST_KEY ? atMs : atMs + 1)
}

/** The Duration of a slowest page's cursor in ms, null where there is none. */
export function slowestFromMs(cursor: string | undefined): number | null {
  return parseCursor(cursor, SlowestCursor)?.[1] ?? null
}

/** The cursor of a newest page that begins before a moment. */
export function cursorBefore(atMs: number): string {
  return cursorOf(['newest', atMs, LOWEST_KEY])
}

import * as z from 'zod/mini'
import type { ListInvocationsRequest, ListInvocationsResponse, ResultFilter } from '@/lib/contracts/invocations'
import { FAILED_RESULTS } from '@/lib/domain/add-rollups'
import type { Window } from '@/lib/domain/covered-window'
import { AppError } from '@/lib/server/app-error'
import { CursorMoment, cursorOf, parseCursor } from '@/lib/server/cursor'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { findMatchingMinutes } from '@/lib/server/queries/find-matching-minutes'
import { findSlowMinutes, type SlowMinutes } from '@/lib/server/queries/find-slow-minutes'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLoggedVersions } from '@/lib/server/queries/get-qualifier-source'
import {
  INVOCATION_COLUMNS,
  INVOCATION_TABLES,
  type InvocationRow,
  invocationItem,
} from '@/lib/server/queries/invocation-row'

const COMMON_RESULTS = ['success', 'error']
const CursorKey = z.string().check(z.regex(/^[0-9a-f]{16}$/))
const NewestCursor = z.tuple([z.literal('newest'), CursorMoment, CursorKey])
const SlowestCursor = z.tuple([z.literal('slowest'), z.number(), CursorMoment, CursorKey])

/** Values of the statement's parameters, in order: $1, $2, … */
type Parameters = { values: unknown[]; add(value: unknown): string }

/**
 * A page of one function's invocations that started in the window, newest or slowest first; those without a known
 * duration stand last. By keyset: nothing is lost or repeated under equal times. An alias whose log lines cannot be told
 * from those of other routes throws CONFLICT with the reason; an unknown qualifier NOT_FOUND.
 */
export async function listInvocations(
  db: Db,
  identity: FunctionIdentity,
  request: Omit<ListInvocationsRequest, 'accountId' | 'region'>,
  nowMs: number,
): Promise<ListInvocationsResponse> {
  const window = checkWindow(request)
  const { versions, reason } = await getLoggedVersions(db, identity, request.qualifier, window, nowMs)
  if (versions === null) {
    throw new AppError(
      'CONFLICT',
      `Log lines name the version that ran, never the alias that was called. ${reason ?? ''} Choose a version, or all.`,
    )
  }
  const parameters = createParameters([identity.id, new Date(window.fromMs), new Date(window.toMs)])
  const conditions = ['i.function_id = $1', 'i.started_at >= $2', 'i.started_at < $3']
  if (versions !== 'all') conditions.push(`i.version = any(${parameters.add(versions)}::text[])`)
  // Said again as "not success" so that the partial index of failures is used.
  if (request.result !== undefined && request.result !== 'success') conditions.push(`i.result <> 'success'`)
  const results = resultsOf(request.result)
  if (results !== null) conditions.push(`i.result = any(${parameters.add(results)}::text[])`)
  const { minDurationMs, maxDurationMs } = request
  if (minDurationMs !== undefined) conditions.push(`i.duration_ms > ${parameters.add(minDurationMs)}::float8`)
  if (maxDurationMs !== undefined) conditions.push(`i.duration_ms <= ${parameters.add(maxDurationMs)}::float8`)
  conditions.push(...afterCursor(request, parameters))
  const order = request.sort === 'slowest' ? 'coalesce(i.duration_ms, -1) desc, i.started_at desc' : 'i.started_at desc'
  const end = `order by ${order}, i.key desc limit ${parameters.add(request.limit + 1)}`
  const read = (tables: string, ...more: unknown[]) =>
    selectRows<InvocationRow>(
      db.pool,
      `select ${INVOCATION_COLUMNS} from ${tables} where ${conditions.join(' and ')} ${end}`,
      [...parameters.values, ...more],
    )
  const slow = request.sort === 'slowest' ? await findSlow(db, identity.id, request, { ...window, versions }) : null
  const few =
    slow === null
      ? []
      : await read(
          tablesInMinutes(parameters.values.length + 1),
          slow.minutes.map((atMs) => new Date(atMs)),
          slow.atLeastMs,
        )
  // Fewer than a page, and none of a longer Duration left out: the rest has no rollup, or no known duration.
  const isWhole = few.length > request.limit || (slow !== null && (minDurationMs ?? 0) > slow.atLeastMs)
  const matching = isWhole ? null : await findMatching(db, identity.id, request, { ...window, versions, results })
  const rest = () =>
    matching === null
      ? read(INVOCATION_TABLES)
      : read(
          matchingTables(parameters.values.length + 1),
          matching.map((atMs) => new Date(atMs)),
        )
  const rows = isWhole ? few : await rest()
  const page = rows.slice(0, request.limit)
  const last = page.at(-1)
  return {
    items: page.map(invocationItem),
    nextCursor: rows.length > page.length && last !== undefined ? cursorOf(keyOf(last, request.sort)) : null,
  }
}

async function findSlow(
  db: Db,
  functionId: number,
  { cursor, limit, result, maxDurationMs }: Omit<ListInvocationsRequest, 'accountId' | 'region'>,
  { versions, ...window }: Window & { versions: readonly string[] | 'all' },
): Promise<SlowMinutes | null> {
  const given = parseCursor(cursor, SlowestCursor)?.[1] ?? null
  const belowMs = Math.min(given ?? Number.POSITIVE_INFINITY, maxDurationMs ?? Number.POSITIVE_INFINITY)
  return belowMs > 0
    ? findSlowMinutes(db, functionId, window, { versions, results: resultsOf(result), most: limit + 1, belowMs })
    : null
}

function resultsOf(filter: ResultFilter | undefined): readonly string[] | null {
  if (filter === undefined) return null
  return filter === 'failed' ? FAILED_RESULTS : [filter]
}

/** Where a filter leaves few invocations, the minutes that hold them; null where it may not, or by duration. */
async function findMatching(
  db: Db,
  functionId: number,
  { cursor, limit, sort, minDurationMs, maxDurationMs }: Omit<ListInvocationsRequest, 'accountId' | 'region'>,
  { versions, results, ...window }: Window & { versions: readonly string[] | 'all'; results: readonly string[] | null },
): Promise<number[] | null> {
  const isRare = versions !== 'all' || (results !== null && !COMMON_RESULTS.some((result) => results.includes(result)))
  if (!isRare || minDurationMs !== undefined || maxDurationMs !== undefined) return null
  const given = sort === 'newest' ? parseCursor(cursor, NewestCursor) : null
  // What began in the millisecond of the cursor may follow it.
  const toMs = given === null ? window.toMs : Math.min(window.toMs, given[1] + 1)
  const most = sort === 'newest' ? limit + 1 : Number.MAX_SAFE_INTEGER
  const filter = { versions: versions === 'all' ? null : versions, results, most }
  return findMatchingMinutes(db, functionId, { fromMs: window.fromMs, toMs }, filter)
}

/** Closed invocations of some minutes, and all others, which no rollup counts. */
function matchingTables(parameter: number): string {
  return INVOCATION_TABLES.replace(
    'invocation i',
    `(select v.* from unnest($${parameter}::timestamptz[]) as minute(at) cross join lateral (
        select * from invocation c where c.function_id = $1 and c.closed
           and c.started_at >= minute.at and c.started_at < minute.at + interval '1 minute' offset 0) v
      union all
      select o.* from invocation o where o.function_id = $1 and not o.closed and o.started_at >= $2 and o.started_at < $3) i`,
  )
}

/** A look into each minute, which is what the offset makes of it: joined, the whole window would be read. */
function tablesInMinutes(parameter: number): string {
  return INVOCATION_TABLES.replace(
    'invocation i',
    `unnest($${parameter}::timestamptz[]) as minute(at) cross join lateral (
       select * from invocation v where v.function_id = $1
          and v.started_at >= minute.at and v.started_at < minute.at + interval '1 minute'
          and v.duration_ms >= $${parameter + 1}::float8 offset 0) i`,
  )
}

function keyOf(row: InvocationRow, sort: ListInvocationsRequest['sort']): (string | number)[] {
  return sort === 'slowest' ? ['slowest', row.durationMs ?? -1, row.atMs, row.key] : ['newest', row.atMs, row.key]
}

function afterCursor(
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

function createParameters(values: unknown[]): Parameters {
  return { values, add: (value) => `$${values.push(value)}` }
}

import * as z from 'zod/mini'
import type { ListInvocationsRequest, ListInvocationsResponse } from '@/lib/contracts/invocations'
import type { Window } from '@/lib/domain/covered-window'
import { firstKeptMs } from '@/lib/domain/retention'
import { AppError } from '@/lib/server/app-error'
import { CursorMoment, cursorOf, parseCursor } from '@/lib/server/cursor'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { findMatchingMinutes } from '@/lib/server/queries/find-matching-minutes'
import { findSlowMinutes, type SlowMinutes } from '@/lib/server/queries/find-slow-minutes'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLoggedVersions } from '@/lib/server/queries/get-qualifier-source'
import { getRetention } from '@/lib/server/queries/get-retention'
import {
  createParameters,
  filterConditions,
  isOfFailures,
  narrowVersions,
  type Parameters,
  resultsOf,
} from '@/lib/server/queries/invocation-filter'
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

/** What no rollup tells is looked for in the newest so many at a time. */
const LOOK_AT_MOST = 5_000

type Request = Omit<ListInvocationsRequest, 'accountId' | 'region'>
type Bounds = Window & { versions: string[] | 'all' }

/**
 * A page of one function's invocations that started in the window, newest or slowest first; those without a known
 * duration stand last. By keyset: nothing is lost or repeated under equal times. Where no rollup tells which invocations
 * a filter leaves, LOOK_AT_MOST are looked at. An alias whose log lines cannot be told from those of other routes throws
 * CONFLICT with the reason; an unknown qualifier NOT_FOUND.
 */
export async function listInvocations(
  db: Db,
  identity: FunctionIdentity,
  request: Request,
  nowMs: number,
): Promise<ListInvocationsResponse> {
  const window = checkWindow(request)
  const [{ versions, reason }, retention] = await Promise.all([
    getLoggedVersions(db, identity, request.qualifier, window, nowMs),
    getRetention(db),
  ])
  if (versions === null) {
    throw new AppError(
      'CONFLICT',
      `Log lines name the version that ran, never the alias that was called. ${reason ?? ''} Choose a version, or all.`,
    )
  }
  const bounds = { ...window, versions: narrowVersions(versions, request.version) }
  const { errorType, memory, traced, start, sort } = request
  const isUncounted =
    errorType !== undefined ||
    memory !== undefined ||
    traced !== undefined ||
    (start !== undefined && sort === 'slowest')
  if (isUncounted) return listAmongNewest(db, identity.id, request, bounds)
  // Rollups tell of more days than there are invocations of.
  const keptFromMs = firstKeptMs(nowMs, retention.invocations)
  const fromMs = Math.max(bounds.fromMs, Math.min(keptFromMs, bounds.toMs))
  return listCounted(db, identity.id, request, { ...bounds, fromMs })
}

async function listCounted(
  db: Db,
  functionId: number,
  request: Request,
  bounds: Bounds,
): Promise<ListInvocationsResponse> {
  const { parameters, conditions, end } = statementOf(functionId, request, bounds)
  const read = (tables: string, ...more: unknown[]) =>
    selectRows<InvocationRow>(
      db.pool,
      `select ${INVOCATION_COLUMNS} from ${tables} where ${conditions.join(' and ')} ${end}`,
      [...parameters.values, ...more],
    )
  const slow = request.sort === 'slowest' ? await findSlow(db, functionId, request, bounds) : null
  const few =
    slow === null
      ? []
      : await read(
          tablesInMinutes(parameters.values.length + 1),
          slow.minutes.map((atMs) => new Date(atMs)),
          slow.atLeastMs,
        )
  // Fewer than a page, and none of a longer Duration left out: the rest has no rollup, or no known duration.
  const isWhole = few.length > request.limit || (slow !== null && (request.minDurationMs ?? 0) > slow.atLeastMs)
  const matching = isWhole ? null : await findMatching(db, functionId, request, bounds)
  const rest = () =>
    matching === null
      ? read(INVOCATION_TABLES)
      : read(
          matchingTables(parameters.values.length + 1),
          matching.map((atMs) => new Date(atMs)),
        )
  return pageOf(isWhole ? few : await rest(), request)
}

/** A page of what a filter leaves of the newest LOOK_AT_MOST, or of those after the cursor when the newest come first. */
async function listAmongNewest(
  db: Db,
  functionId: number,
  request: Request,
  bounds: Bounds,
): Promise<ListInvocationsResponse> {
  const { parameters, conditions, end } = statementOf(functionId, request, bounds)
  const isNewest = request.sort === 'newest'
  const within = createParameters([functionId, new Date(bounds.fromMs), new Date(bounds.toMs)])
  const looked = (values: Parameters) => `
    from invocation i where i.function_id = $1 and i.started_at >= $2 and i.started_at < $3
     ${[...(isOfFailures(request) ? ["i.result <> 'success'"] : []), ...(isNewest ? afterCursor(request, values) : [])]
       .map((condition) => ` and ${condition}`)
       .join('')}
     order by i.started_at desc, i.key desc`
  const tables = INVOCATION_TABLES.replace('invocation i', `(select i.* ${looked(parameters)} limit ${LOOK_AT_MOST}) i`)
  const [rows, [last]] = await Promise.all([
    selectRows<InvocationRow>(
      db.pool,
      `select ${INVOCATION_COLUMNS} from ${tables} where ${conditions.join(' and ')} ${end}`,
      parameters.values,
    ),
    selectRows<{ atMs: number; key: string }>(
      db.pool,
      `select (extract(epoch from i.started_at) * 1000)::float8 as "atMs", encode(i.key, 'hex') as key
         ${looked(within)} offset ${LOOK_AT_MOST - 1} limit 1`,
      within.values,
    ),
  ])
  const page = pageOf(rows, request)
  if (last === undefined) return page
  if (!isNewest) return { ...page, lookedFromMs: last.atMs }
  if (page.nextCursor !== null) return page
  return { ...page, lookedFromMs: last.atMs, nextCursor: cursorOf(['newest', last.atMs, last.key]) }
}

function statementOf(functionId: number, request: Request, { versions, fromMs, toMs }: Bounds) {
  const parameters = createParameters([functionId, new Date(fromMs), new Date(toMs)])
  const conditions = ['i.function_id = $1', 'i.started_at >= $2', 'i.started_at < $3']
  conditions.push(...filterConditions(request, versions, parameters), ...afterCursor(request, parameters))
  const order = request.sort === 'slowest' ? 'coalesce(i.duration_ms, -1) desc, i.started_at desc' : 'i.started_at desc'
  return { parameters, conditions, end: `order by ${order}, i.key desc limit ${parameters.add(request.limit + 1)}` }
}

function pageOf(rows: readonly InvocationRow[], { limit, sort }: Request): ListInvocationsResponse {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(invocationItem),
    nextCursor: rows.length > page.length && last !== undefined ? cursorOf(keyOf(last, sort)) : null,
    lookedFromMs: null,
  }
}

async function findSlow(
  db: Db,
  functionId: number,
  { cursor, limit, result, maxDurationMs }: Request,
  { versions, ...window }: Bounds,
): Promise<SlowMinutes | null> {
  const given = parseCursor(cursor, SlowestCursor)?.[1] ?? null
  const belowMs = Math.min(given ?? Number.POSITIVE_INFINITY, maxDurationMs ?? Number.POSITIVE_INFINITY)
  return belowMs > 0
    ? findSlowMinutes(db, functionId, window, { versions, results: resultsOf(result), most: limit + 1, belowMs })
    : null
}

/** Where a filter leaves few invocations, the minutes that hold them; null where it may not, or by duration. */
async function findMatching(
  db: Db,
  functionId: number,
  { cursor, limit, sort, result, start, minDurationMs, maxDurationMs }: Request,
  { versions, ...window }: Bounds,
): Promise<number[] | null> {
  const results = resultsOf(result)
  const isRare =
    versions !== 'all' ||
    start !== undefined ||
    (results !== null && !COMMON_RESULTS.some((common) => results.includes(common)))
  if (!isRare || minDurationMs !== undefined || maxDurationMs !== undefined) return null
  const given = sort === 'newest' ? parseCursor(cursor, NewestCursor) : null
  // What began in the millisecond of the cursor may follow it.
  const toMs = given === null ? window.toMs : Math.min(window.toMs, given[1] + 1)
  const most = sort === 'newest' ? limit + 1 : Number.MAX_SAFE_INTEGER
  const cold = start === undefined ? null : start === 'cold'
  const filter = { versions: versions === 'all' ? null : versions, results, cold, most }
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

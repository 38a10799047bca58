import type { ListInvocationsResponse } from '@/lib/contracts/invocations'
import type { Window } from '@/lib/domain/covered-window'
import { firstKeptMs } from '@/lib/domain/retention'
import { AppError } from '@/lib/server/app-error'
import { cursorOf } from '@/lib/server/cursor'
import { type Db, selectPrepared, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { findDurationMinutes } from '@/lib/server/queries/find-duration-minutes'
import { findMatchingMinutes } from '@/lib/server/queries/find-matching-minutes'
import { doHoursTell, findSlow, type SlowStretches, stretchesFrom } from '@/lib/server/queries/find-slow'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLoggedVersions } from '@/lib/server/queries/get-qualifier-source'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { getRetention } from '@/lib/server/queries/get-retention'
import {
  createParameters,
  isOfFailures,
  narrowVersions,
  type Parameters,
  resultsOf,
} from '@/lib/server/queries/invocation-filter'
import {
  afterCursor,
  cursorBefore,
  type InvocationPage,
  newestToMs,
  type PageBounds,
  type PageRequest,
  pageOf,
  slowestFromMs,
  statementOf,
} from '@/lib/server/queries/invocation-page'
import { INVOCATION_COLUMNS, INVOCATION_TABLES, type InvocationRow } from '@/lib/server/queries/invocation-row'

const COMMON_RESULTS = ['success', 'error']
/** What no rollup tells is looked for in the newest so many at a time. */
const LOOK_AT_MOST = 5_000
/** Every minute of such a window may be looked at for the slowest below a bound. */
const SHORT_MS = 6 * 3_600_000
/** Minutes and moments that are read for the slowest below a bound, for each of them. */
const MOST_STRETCHES_EACH = 4
const MINUTE = 60_000

/**
 * A page of one function's invocations that started in the window, newest or slowest first; those without a known
 * duration stand last. By keyset: nothing is lost or repeated under equal times. Where no rollup tells which invocations
 * a filter leaves, LOOK_AT_MOST are looked at. An alias whose log lines cannot be told from those of other routes throws
 * CONFLICT with the reason; an unknown qualifier NOT_FOUND.
 */
export async function listInvocations(
  db: Db,
  identity: FunctionIdentity,
  request: PageRequest,
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
  const page = await findPage(db, identity.id, request, {
    ...bounds,
    keptFromMs: firstKeptMs(nowMs, retention.invocations),
  })
  const isNothing = page.items.length === 0 && page.lookedFromMs === null
  const of = { placeIds: null, functionIds: [identity.id] }
  return { ...page, read: isNothing ? await getReadExtent(db, 'logs', of, window, nowMs) : null }
}

function findPage(
  db: Db,
  functionId: number,
  request: PageRequest,
  { keptFromMs, ...bounds }: PageBounds & { keptFromMs: number },
): Promise<InvocationPage> {
  if (isUncounted(request)) return listAmongNewest(db, functionId, request, bounds)
  // Rollups tell of more days than there are invocations of.
  const fromMs = Math.max(bounds.fromMs, Math.min(keptFromMs, bounds.toMs))
  const kept = { ...bounds, fromMs }
  return request.sort === 'newest' && isOfDuration(request)
    ? listNewestOfDuration(db, functionId, request, kept)
    : listCounted(db, functionId, request, kept)
}

/** Whether no rollup tells which invocations are asked for. */
function isUncounted({ start, sort, ...request }: PageRequest): boolean {
  const { errorType, memory, memorySizeMb, traced, tenantId } = request
  if ([errorType, memory, memorySizeMb, traced, tenantId].some((chosen) => chosen !== undefined)) return true
  return start !== undefined && (sort === 'slowest' || isOfDuration(request))
}

function isOfDuration({ minDurationMs, maxDurationMs }: Pick<PageRequest, 'minDurationMs' | 'maxDurationMs'>): boolean {
  return minDurationMs !== undefined || maxDurationMs !== undefined
}

async function listNewestOfDuration(
  db: Db,
  functionId: number,
  request: PageRequest,
  bounds: PageBounds,
): Promise<InvocationPage> {
  const { minDurationMs = null, maxDurationMs = null } = request
  const { parameters, conditions, end } = statementOf(functionId, request, bounds)
  const window = { fromMs: bounds.fromMs, toMs: newestToMs(request, bounds.toMs) }
  const { minutes, restMs } = await findDurationMinutes(db, functionId, window, {
    versions: bounds.versions === 'all' ? null : bounds.versions,
    results: resultsOf(request.result),
    aboveMs: minDurationMs,
    atMostMs: maxDurationMs,
    most: request.limit + 1,
  })
  const tables = tablesInStretches(parameters.values.length + 1)
  const rows = await selectPrepared<InvocationRow>(
    db.pool,
    `select ${INVOCATION_COLUMNS} from ${tables} where ${conditions.join(' and ')} ${end}`,
    [...parameters.values, ...boundsOf(stretchesFrom(minutes, MINUTE)), minDurationMs ?? Number.NEGATIVE_INFINITY],
  )
  const page = pageOf(rows, request)
  if (page.nextCursor !== null || restMs === null) return page
  return { ...page, lookedFromMs: restMs, nextCursor: cursorBefore(restMs) }
}

async function listCounted(
  db: Db,
  functionId: number,
  request: PageRequest,
  bounds: PageBounds,
): Promise<InvocationPage> {
  const { parameters, conditions, end } = statementOf(functionId, request, bounds)
  const read = (tables: string, ...more: unknown[]) =>
    selectPrepared<InvocationRow>(
      db.pool,
      `select ${INVOCATION_COLUMNS} from ${tables} where ${conditions.join(' and ')} ${end}`,
      [...parameters.values, ...more],
    )
  const slow = request.sort === 'slowest' ? await findSlowest(db, functionId, request, bounds) : null
  const isBroad = slow === null || slow.stretches.length > MOST_STRETCHES_EACH * (request.limit + 1)
  if (isBroad && request.maxDurationMs !== undefined) return listAmongNewest(db, functionId, request, bounds)
  const few =
    slow === null
      ? []
      : await read(tablesInStretches(parameters.values.length + 1), ...boundsOf(slow.stretches), slow.atLeastMs)
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
  request: PageRequest,
  bounds: PageBounds,
): Promise<InvocationPage> {
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

async function findSlowest(
  db: Db,
  functionId: number,
  { cursor, limit, result, maxDurationMs }: PageRequest,
  { versions, ...window }: PageBounds,
): Promise<SlowStretches | null> {
  const belowMs = Math.min(slowestFromMs(cursor) ?? Number.POSITIVE_INFINITY, maxDurationMs ?? Number.POSITIVE_INFINITY)
  if (belowMs <= 0) return null
  const filter = { versions, results: resultsOf(result), most: limit + 1, belowMs }
  const isShort = maxDurationMs === undefined || window.toMs - window.fromMs <= SHORT_MS
  if (!isShort && !(await doHoursTell(db, functionId, window, filter))) return null
  return findSlow(db, functionId, window, filter)
}

/** Where a filter leaves few invocations, the minutes that hold them; null where it may not, or by duration. */
async function findMatching(
  db: Db,
  functionId: number,
  { cursor, limit, sort, result, start, minDurationMs, maxDurationMs }: PageRequest,
  { versions, ...window }: PageBounds,
): Promise<number[] | null> {
  const results = resultsOf(result)
  const isRare =
    versions !== 'all' ||
    start !== undefined ||
    (results !== null && !COMMON_RESULTS.some((common) => results.includes(common)))
  if (!isRare || minDurationMs !== undefined || maxDurationMs !== undefined) return null
  const toMs = newestToMs({ sort, cursor }, window.toMs)
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
           and c.started_at >= $2 and c.started_at < $3
           and c.started_at >= minute.at and c.started_at < minute.at + interval '1 minute' offset 0) v
      union all
      select o.* from invocation o where o.function_id = $1 and not o.closed and o.started_at >= $2 and o.started_at < $3) i`,
  )
}

function boundsOf(stretches: readonly Window[]): [Date[], Date[]] {
  return [stretches.map(({ fromMs }) => new Date(fromMs)), stretches.map(({ toMs }) => new Date(toMs))]
}

/** A look into each stretch, which is what the offset makes of it: joined, the whole window would be read. */
function tablesInStretches(parameter: number): string {
  return INVOCATION_TABLES.replace(
    'invocation i',
    `unnest($${parameter}::timestamptz[], $${parameter + 1}::timestamptz[]) as stretch(start, stop) cross join lateral (
       select * from invocation v where v.function_id = $1 and v.started_at >= $2 and v.started_at < $3
          and v.started_at >= stretch.start and v.started_at < stretch.stop
          and v.duration_ms >= $${parameter + 2}::float8 offset 0) i`,
  )
}

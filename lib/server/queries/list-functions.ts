import * as z from 'zod/mini'
import type { FunctionItem, ListFunctionsRequest, ListFunctionsResponse } from '@/lib/contracts/functions'
import { higher } from '@/lib/domain/add-rollups'
import { type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { CursorId, CursorText, cursorOf, parseCursor } from '@/lib/server/cursor'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getPullStarts, type PullStarts } from '@/lib/server/queries/get-pull-starts'
import { listFunctionFacts } from '@/lib/server/queries/list-function-facts'
import { listPlaceIds, type Scope } from '@/lib/server/queries/list-place-ids'
import { MODES_SQL } from '@/lib/server/queries/modes-sql'
import {
  type BucketGrid,
  bucketGrid,
  type ListedFunction,
  readFunctionFigures,
} from '@/lib/server/queries/read-function-figures'

/** ids: only those. */
type Page = { after: [string, number] | null; most: number; ids?: readonly number[] }

const SPARK_POINTS = 30
const Cursor = z.tuple([CursorText, CursorId])

const PAGE = `
  select f.id, f.arn, f.name, ar.account_id as "accountId", ar.region, f.runtime, f.architecture, f.memory_mb as "memoryMb",
         ${MODES_SQL}, coalesce(f.tags, '{}') as tags, f.inferred, coalesce(f.log_format = 'JSON' and f.system_log_level = 'WARN', false) as "hidesSuccess"
    from lambda_function f join account_region ar on ar.id = f.account_region_id
   where f.gone_at is null
     and ($1::int[] is null or f.account_region_id = any($1))
     and ($2::text is null or (f.name, f.id) > ($2, $3::int))
     and ($5::int[] is null or f.id = any($5))
   order by f.name, f.id
   limit $4`

/**
 * A page of the functions that AWS lists, by name, with what each did in the window (whole minutes, ended where
 * CloudWatch's answers end). Nine statements however many functions.
 */
export async function listFunctions(
  db: Db,
  request: ListFunctionsRequest,
  nowMs: number,
): Promise<ListFunctionsResponse> {
  const window = widenToMinutes(checkWindow(request))
  const { limit } = request
  const whole = { countsFromMs: window.fromMs, logsFromMs: window.fromMs }
  const [rows, starts] = await Promise.all([
    selectListed(db, request, { after: parseCursor(request.cursor, Cursor), most: limit + 1 }),
    request.part === undefined
      ? whole
      : listPlaceIds(db, request).then((placeIds) => getPullStarts(db, placeIds, window)),
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    ...window,
    countedFromMs: starts.countsFromMs,
    loggedFromMs: starts.logsFromMs,
    items: await describeFunctions(db, page, { ...window, ...starts }, nowMs),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf([last.name, last.id]) : null,
  }
}

/** What functions did in a window of whole minutes, in their order: sums since what is pulled begins. */
export async function describeFunctions(
  db: Db,
  functions: readonly ListedFunction[],
  { countsFromMs, logsFromMs, ...window }: Window & PullStarts,
  nowMs: number,
): Promise<FunctionItem[]> {
  const grid = { ...window, ...bucketGrid(window, SPARK_POINTS), nowMs }
  const ids = functions.map(({ id }) => id)
  const [readings, facts] = await Promise.all([
    readFunctionFigures(db, functions, { ...grid, countsFromMs, logsFromMs }, ['Invocations']),
    listFunctionFacts(db, ids, window.fromMs),
  ])
  return functions.flatMap(({ id, hidesSuccess: _, ...identity }, index) => {
    const [reading, own] = [readings[index], facts.get(id)]
    if (reading === undefined) return []
    const { figures, lastPointAtMs } = reading
    const values = reading.bucketsOf('Invocations')
    return [
      {
        ...{ ...identity, aliases: own?.aliases ?? [], versions: own?.versions ?? 0, ...figures },
        sharedMemoryMb: own?.sharedMemoryMb ?? null,
        durationP95Ms: reading.p95Ms(),
        lastInvokedAtMs: higher(lastPointAtMs, own?.lastLoggedAtMs ?? null),
        spark: { fromMs: grid.originMs, periodMs: grid.periodMs, values, isCut: isCut(values.length, grid) },
      },
    ]
  })
}

/** Whether the last of so many buckets holds less than a whole one. */
function isCut(buckets: number, { originMs, periodMs, toMs, nowMs }: BucketGrid): boolean {
  return originMs + buckets * periodMs > Math.min(toMs, nowMs)
}

/** Functions of a scope that AWS lists, by name. */
export async function selectListed(db: Db, scope: Scope, { after, most, ids }: Page): Promise<ListedFunction[]> {
  const placeIds = await listPlaceIds(db, scope)
  const values = [placeIds, after?.[0] ?? null, after?.[1] ?? null, most, ids ?? null]
  return selectRows<ListedFunction>(db.pool, PAGE, values)
}

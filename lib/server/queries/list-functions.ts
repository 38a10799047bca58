import * as z from 'zod/mini'
import type { FunctionItem, ListFunctionsRequest, ListFunctionsResponse } from '@/lib/contracts/functions'
import { higher } from '@/lib/domain/add-rollups'
import { widenToMinutes } from '@/lib/domain/covered-window'
import { CursorId, CursorText, cursorOf, parseCursor } from '@/lib/server/cursor'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { listFunctionFacts } from '@/lib/server/queries/list-function-facts'
import { MODES_SQL } from '@/lib/server/queries/modes-sql'
import {
  bucketGrid,
  bucketStarts,
  type ListedFunction,
  readFunctionFigures,
} from '@/lib/server/queries/read-function-figures'

type Place = { accountId?: string | undefined; region?: string | undefined }
type Page = { after: [string, number] | null; most: number }

const SPARK_POINTS = 30
const Cursor = z.tuple([CursorText, CursorId])

const PAGE = `
  select f.id, f.arn, f.name, ar.account_id as "accountId", ar.region, f.runtime, f.architecture, f.memory_mb as "memoryMb",
         ${MODES_SQL}, coalesce(f.tags, '{}') as tags, f.inferred, coalesce(f.log_format = 'JSON' and f.system_log_level = 'WARN', false) as "hidesSuccess"
    from lambda_function f join account_region ar on ar.id = f.account_region_id
   where f.gone_at is null
     and ($1::text is null or ar.account_id = any(string_to_array($1, ',')))
     and ($2::text is null or ar.region = any(string_to_array($2, ',')))
     and ($3::text is null or (f.name, f.id) > ($3, $4::int))
   order by f.name, f.id
   limit $5`

/**
 * A page of the functions that AWS lists, by name, with what each did in the window (whole minutes, ended where
 * CloudWatch's answers end). accountId and region may be comma-separated lists. Eight statements however many functions.
 */
export async function listFunctions(
  db: Db,
  request: ListFunctionsRequest,
  nowMs: number,
): Promise<ListFunctionsResponse> {
  const window = widenToMinutes(checkWindow(request))
  const { limit } = request
  const rows = await selectListed(db, request, { after: parseCursor(request.cursor, Cursor), most: limit + 1 })
  const page = rows.slice(0, limit)
  const grid = { ...window, ...bucketGrid(window, SPARK_POINTS), nowMs }
  const [readings, facts] = await Promise.all([
    readFunctionFigures(db, page, grid, ['Invocations']),
    listFunctionFacts(
      db,
      page.map(({ id }) => id),
    ),
  ])
  const starts = bucketStarts(grid)
  const itemOf = ({ id, hidesSuccess: _, ...identity }: ListedFunction, index: number): FunctionItem[] => {
    const [reading, own] = [readings[index], facts.get(id)]
    if (reading === undefined) return []
    const { figures, lastPointAtMs } = reading
    const spark = reading.bucketsOf('Invocations')
    return [
      {
        ...{ ...identity, aliases: own?.aliases ?? [], versions: own?.versions ?? 0, ...figures },
        durationP95Ms: reading.p95Ms(),
        lastInvokedAtMs: higher(lastPointAtMs, own?.lastLoggedAtMs ?? null),
        spark: starts.map((startMs, bucket) => [startMs, spark[bucket] ?? null]),
      },
    ]
  }
  const last = page.at(-1)
  return {
    items: page.flatMap(itemOf),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf([last.name, last.id]) : null,
  }
}

/** Functions that AWS lists, by name. accountId and region may be comma-separated lists. */
export function selectListed(db: Db, { accountId, region }: Place, { after, most }: Page): Promise<ListedFunction[]> {
  const place = [accountId ?? null, region ?? null]
  return selectRows<ListedFunction>(db.pool, PAGE, [...place, after?.[0] ?? null, after?.[1] ?? null, most])
}

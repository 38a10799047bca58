import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import type { FoundLine } from '@/lib/server/log-search/found-line'
import type { LineMatcher } from '@/lib/server/log-search/line-matcher'
import type { LogScope } from '@/lib/server/log-search/log-scope'
import { type FoundBlock, readBlocks } from '@/lib/server/log-search/read-blocks'
import { LINE_COLUMNS } from '@/lib/server/log-search/read-rows'
import { rowCondition } from '@/lib/server/log-search/row-condition'

/** Lines that stand for `weight` as many. */
export type SampledLines = { lines: FoundLine[]; weight: number }

type Search = { db: Db; scope: LogScope; matcher: LineMatcher }

/** So many rows are looked at in a fifth of a second. */
const ROWS_LOOKED_AT = 500_000
/** How many times as many rows as on average an hour may have. */
const UNEVEN = 2
/** Fewer finds than that in a sample say too little of where they are: all rows are looked at. */
const LEAST_FOUND = 50
/** How much less is looked at where there is too much. */
const THINNER = 3
const PERCENT = 100
const DAY_MS = 86_400_000
const ROW_COUNT = `
  SELECT right(c.relname, 8) AS day, greatest(c.reltuples, 0)::float8 AS rows
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'log_event'::regclass AND right(c.relname, 8) BETWEEN $1 AND $2`

/** Which share of the rows of a window may be looked at, as the database knows them by day. A day is not even. */
export async function shareOfRows(db: Db, { fromMs, toMs }: Window): Promise<number> {
  const day = (atMs: number) =>
    new Date(Math.floor(atMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')
  const days = await selectRows<{ day: string; rows: number }>(db.pool, ROW_COUNT, [day(fromMs), day(toMs - 1)])
  const inWindow = days.map((one) => {
    const startMs = Date.parse(`${one.day.slice(0, 4)}-${one.day.slice(4, 6)}-${one.day.slice(6)}T00:00:00Z`)
    const lengthMs = Math.min(toMs, startMs + DAY_MS) - Math.max(fromMs, startMs)
    return one.rows * Math.min(1, (UNEVEN * lengthMs) / DAY_MS)
  })
  const rows = inWindow.reduce((sum, count) => sum + count, 0)
  return Math.min(1, ROWS_LOOKED_AT / Math.max(1, rows))
}

/** log_event, or a share of its pages. */
export function rowsTable(share: number): string {
  return share < 1 ? `log_event e TABLESAMPLE SYSTEM (${share * PERCENT})` : 'log_event e'
}

/** Rows that meet the query, at most so many, evenly over the window: all of them where they are few. */
export async function sampleRows(search: Search, window: Window, most: number): Promise<SampledLines> {
  let share = await shareOfRows(search.db, window)
  let rows = await readSample(search, window, { share, most })
  if (share < 1 && rows.length < LEAST_FOUND) {
    const all = await readSample(search, window, { share: 1, most })
    if (all.length <= most) [share, rows] = [1, all]
  }
  while (rows.length > most && share > 1e-6) {
    share /= THINNER
    rows = await readSample(search, window, { share, most })
  }
  return { lines: await search.matcher.filter(rows), weight: 1 / share }
}

async function readSample(
  { db, scope }: Search,
  { fromMs, toMs }: Window,
  { share, most }: { share: number; most: number },
): Promise<FoundLine[]> {
  const values: unknown[] = [new Date(fromMs), new Date(toMs)]
  const { sql } = rowCondition(scope, (value) => `$${values.push(value)}`)
  const conditions = ['e.at >= $1', 'e.at < $2', ...(sql === null ? [] : [sql])].join(' AND ')
  const statement = `SELECT ${LINE_COLUMNS} FROM ${rowsTable(share)} WHERE ${conditions} LIMIT ${most + 1}`
  return selectRows<FoundLine>(db.pool, statement, values)
}

/** Lines of these blocks that meet the query, from at most so many of them, evenly over the window. */
export async function sampleBlocks(
  { db, scope, matcher }: Search,
  { fromMs, toMs }: Window,
  { blocks, most }: { blocks: readonly FoundBlock[]; most: number },
): Promise<SampledLines> {
  const chosen = blocks.filter(
    (_, at) => Math.floor((at * most) / blocks.length) !== Math.floor(((at - 1) * most) / blocks.length),
  )
  const picked = blocks.length <= most ? blocks : chosen
  if (picked.length === 0) return { lines: [], weight: 1 }
  const lines = (await readBlocks(db, picked, scope.query)).filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
  return { lines: await matcher.filter(lines), weight: blocks.length / picked.length }
}

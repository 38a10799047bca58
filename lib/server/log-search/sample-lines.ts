import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import type { FoundLine } from '@/lib/server/log-search/found-line'
import type { LineMatcher } from '@/lib/server/log-search/line-matcher'
import type { LogScope } from '@/lib/server/log-search/log-scope'
import { pickEvenly } from '@/lib/server/log-search/pick-evenly'
import { type FoundBlock, readLinesByBlock } from '@/lib/server/log-search/read-blocks'
import { LINE_COLUMNS } from '@/lib/server/log-search/read-rows'
import { rowCondition } from '@/lib/server/log-search/row-condition'

/** A line that stands for `weight` as many. */
export type SampledLine = FoundLine & { weight: number }

type Search = { db: Db; scope: LogScope; matcher: LineMatcher }

/** So many rows are looked at in a fifth of a second. */
const ROWS_LOOKED_AT = 500_000
/** How many times as many rows as on average an hour may have. */
const UNEVEN = 2
/** Fewer finds than that in a sample say too little of where they are: all rows are looked at. */
const LEAST_FOUND = 50
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

/** log_event, or a share of its pages: the same ones each time, so that two answers of one page tell of the same lines. */
export function rowsTable(share: number): string {
  return share < 1 ? `log_event e TABLESAMPLE SYSTEM (${share * PERCENT}) REPEATABLE (1)` : 'log_event e'
}

/**
 * Rows that meet the query, at most so many, evenly over the window: all of them where they are few. Their weights add up
 * to all rows that met what SQL asks, in the share of the pages that was looked at.
 */
export async function sampleRows(search: Search, window: Window, most: number): Promise<SampledLine[]> {
  let share = await shareOfRows(search.db, window)
  let rows = await readSample(search, window, { share, most })
  if (share < 1 && rows.length < LEAST_FOUND) {
    const all = await readSample(search, window, { share: 1, most })
    if (all.length <= most) [share, rows] = [1, all]
  }
  if (rows.length <= most) return weigh(await search.matcher.filter(rows), 1 / share)
  const [sample, stood] = await Promise.all([
    readSample(search, window, { share, most, isMixed: true }),
    countSample(search, window, share),
  ])
  return weigh(await search.matcher.filter(sample), stood / (share * Math.max(1, sample.length)))
}

/** Rows one by one, not page by page: those of a page are of one time, and of few functions. */
async function readSample(
  search: Search,
  window: Window,
  { share, most, isMixed = false }: { share: number; most: number; isMixed?: boolean },
): Promise<FoundLine[]> {
  const { from, values } = sampleSql(search, window, share)
  const end = isMixed ? `ORDER BY hashtid(e.ctid), e.at LIMIT ${most}` : `LIMIT ${most + 1}`
  return selectRows<FoundLine>(search.db.pool, `SELECT ${LINE_COLUMNS} ${from} ${end}`, values)
}

async function countSample(search: Search, window: Window, share: number): Promise<number> {
  const { from, values } = sampleSql(search, window, share)
  const [row] = await selectRows<{ rows: number }>(search.db.pool, `SELECT count(*)::int AS rows ${from}`, values)
  return row?.rows ?? 0
}

function sampleSql({ scope }: Search, { fromMs, toMs }: Window, share: number): { from: string; values: unknown[] } {
  const values: unknown[] = [new Date(fromMs), new Date(toMs)]
  const { sql } = rowCondition(scope, (value) => `$${values.push(value)}`)
  const conditions = ['e.at >= $1', 'e.at < $2', ...(sql === null ? [] : [sql])].join(' AND ')
  return { from: `FROM ${rowsTable(share)} WHERE ${conditions}`, values }
}

function weigh(lines: readonly FoundLine[], weight: number): SampledLine[] {
  return lines.map((line) => ({ ...line, weight }))
}

/** Lines of these blocks that meet the query, from at most so many of them, evenly over the window. */
export async function sampleBlocks(
  { db, scope, matcher }: Search,
  { fromMs, toMs }: Window,
  { blocks, most }: { blocks: readonly FoundBlock[]; most: number },
): Promise<SampledLine[]> {
  const picked = pickEvenly(blocks, most, ({ lines }) => lines)
  const found = await readLinesByBlock(
    db,
    picked.map(({ item }) => item),
    scope.query,
  )
  const lines = found.flatMap((own, at) => weigh(own, picked[at]?.weight ?? 1))
  return matcher.filter(lines.filter(({ atMs }) => atMs >= fromMs && atMs < toMs))
}

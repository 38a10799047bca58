import type { TraceSort } from '@/lib/contracts/traces'
import { type Db, selectRows } from '@/lib/server/db'
import type { AskedTraces } from '@/lib/server/queries/get-asked-traces'
import { traceConditions } from '@/lib/server/queries/trace-conditions'
import type { AddParameter } from '@/lib/server/queries/trace-filter-sql'

/** after: the key of the last row of the page before; value: what it is ordered by before its start, null for unknown. */
export type TraceSearch = AskedTraces & {
  sort: TraceSort
  limit: number
  after?: { value: number | null; startMs: number; id: string; placeId: number } | null
}

type Stretch = { fromMs: number; toMs: number }

/** So many traces are held against a filter as they stand, before an index is asked: a filter that many meet is soon answered. */
const LOOKED_AT_FIRST = 2_000
/** How much more is read than would do if traces that meet the filter were spread evenly. */
const TO_SPARE = 1.5
/** All that columns may name of a row but what is large. */
const NARROW = `t.account_region_id, t.id, t.started_at, t.duration_ms, t.response_ms, t.has_error, t.has_fault, t.has_throttle,
  t.entry_point, t.http_method, t.http_url, t.http_status, t.function_names, t.complete, t.span_count, t.documents_revision`
const TIE = 't.started_at desc, t.id desc, t.account_region_id desc'
const TIE_UP = 't.started_at, t.id, t.account_region_id'
/** What traces are ordered by before their start, written as the indexes are; unknown is UNKNOWN. */
const VALUES: Readonly<Partial<Record<TraceSort, string>>> = {
  slowest: 'coalesce(t.duration_ms, -1)',
  fastest: 'coalesce(t.duration_ms, -1)',
  failed: '(case when t.has_fault then 3 when t.has_throttle then 2 when t.has_error then 1 else 0 end)',
  largest: 'coalesce(t.span_count, -1)',
}
const UNKNOWN = -1
const ASCENDING: readonly TraceSort[] = ['oldest', 'fastest']

/**
 * Rows of the traces that began in the window and meet what is asked, in order. columns: what is selected of a row t. The
 * first ones are looked at one by one; where too few of them meet the filter, the others are found by the index of terms.
 */
export async function searchTraces<Row extends { startMs: number }>(
  db: Db,
  search: TraceSearch,
  columns: string,
): Promise<Row[]> {
  if (search.sort === 'newest') return searchNewest<Row>(db, search, columns)
  if (search.sort === 'fastest') return searchFastest<Row>(db, search, columns)
  return searchOrdered<Row>(db, search, columns, null)
}

async function searchNewest<Row extends { startMs: number }>(
  db: Db,
  search: TraceSearch,
  columns: string,
): Promise<Row[]> {
  const toMs = search.after == null ? search.toMs : Math.min(search.toMs, search.after.startMs + 1)
  const isIndexed = conditionsOf(search, search, newStatement().add).candidates !== null
  const rows: Row[] = []
  let untilMs = toMs
  let fromMs = isIndexed ? await findFirstStretch(db, search, toMs) : search.fromMs
  for (;;) {
    const byIndex = untilMs < toMs
    rows.push(
      ...(await askStretch<Row>(db, search, columns, {
        fromMs,
        toMs: untilMs,
        byIndex,
        limit: search.limit - rows.length,
      })),
    )
    if (rows.length >= search.limit || fromMs <= search.fromMs) return rows
    untilMs = fromMs
    // As far as the missing ones reach at the pace of those that were found; where none was, all that is left.
    const widthMs =
      rows.length === 0 ? Number.POSITIVE_INFINITY : ((toMs - fromMs) / rows.length) * (search.limit - rows.length)
    fromMs = Math.max(search.fromMs, Math.floor(untilMs - 1 - widthMs * TO_SPARE))
  }
}

type Asked = Stretch & { byIndex: boolean; limit: number }

async function askStretch<Row extends { startMs: number }>(
  db: Db,
  search: TraceSearch,
  columns: string,
  { byIndex, limit, ...stretch }: Asked,
): Promise<Row[]> {
  const { values, add } = newStatement()
  const { base, exact, candidates } = conditionsOf(search, stretch, add)
  const where = [...base, ...(byIndex && candidates !== null ? [candidates()] : []), ...exact].join(' and ')
  const ordered = `order by ${TIE} limit ${add(limit)}`
  if (!byIndex) return selectRows<Row>(db.pool, `select ${columns} from trace t where ${where} ${ordered}`, values)
  // Materialized, so that what the index finds is sorted: read by time, all that does not meet it would be read too.
  const kept = columns.includes('t.facts') ? `${NARROW}, t.facts` : NARROW
  const sql = `with t as materialized (select ${kept} from trace t where ${where}) select ${columns} from t ${ordered}`
  return selectRows<Row>(db.pool, sql, values)
}

/** From when on the window holds a few traces. */
async function findFirstStretch(db: Db, search: TraceSearch, toMs: number): Promise<number> {
  const { values, add } = newStatement()
  const base = baseOf(search, { fromMs: search.fromMs, toMs }, add)
  const sql = `select (extract(epoch from t.started_at) * 1000)::float8 as "atMs" from trace t
    where ${base.join(' and ')} order by t.started_at desc offset ${LOOKED_AT_FIRST} limit 1`
  const [last] = await selectRows<{ atMs: number }>(db.pool, sql, values)
  return last === undefined ? search.fromMs : Math.floor(last.atMs)
}

/** Traces of unknown length stand last, while the index has them first. */
async function searchFastest<Row extends { startMs: number }>(
  db: Db,
  search: TraceSearch,
  columns: string,
): Promise<Row[]> {
  const { after, limit } = search
  const isPastKnown = after != null && after.value === null
  const known = isPastKnown ? [] : await searchOrdered<Row>(db, search, columns, 'coalesce(t.duration_ms, -1) >= 0')
  if (known.length >= limit) return known
  const rest = { ...search, after: isPastKnown ? after : null, limit: limit - known.length }
  return [...known, ...(await searchOrdered<Row>(db, rest, columns, 't.duration_ms is null'))]
}

async function searchOrdered<Row extends { startMs: number }>(
  db: Db,
  search: TraceSearch,
  columns: string,
  only: string | null,
): Promise<Row[]> {
  const order = orderOf(search.sort)
  const ask = async (isWhole: boolean) => {
    const statement = newStatement()
    const { base: own, exact, candidates } = conditionsOf(search, search, statement.add)
    const base = only === null ? own : [...own, only]
    const most = exact.length === 0 ? search.limit : LOOKED_AT_FIRST
    const first = `select * from trace t where ${base.join(' and ')} order by ${order} limit ${most}`
    const where = [...(isWhole ? [...base, ...(candidates === null ? [] : [candidates()])] : []), ...exact]
    const from = isWhole
      ? `(select * from trace t where ${where.join(' and ')} offset 0) t`
      : `(${first}) t${where.length === 0 ? '' : ` where ${where.join(' and ')}`}`
    const sql = `select ${columns} from ${from} order by ${order} limit ${statement.add(search.limit)}`
    return { isAll: exact.length === 0, rows: await selectRows<Row>(db.pool, sql, statement.values) }
  }
  const { rows, isAll } = await ask(false)
  return isAll || rows.length >= search.limit ? rows : (await ask(true)).rows
}

function conditionsOf(search: TraceSearch, stretch: Stretch, add: AddParameter) {
  const base = baseOf(search, stretch, add)
  return { base, ...traceConditions(search, add) }
}

function baseOf(search: TraceSearch, { fromMs, toMs }: Stretch, add: AddParameter): string[] {
  const { placeIds, after, sort } = search
  const base = [
    `t.started_at >= ${add(new Date(fromMs))}::timestamptz`,
    `t.started_at < ${add(new Date(toMs))}::timestamptz`,
  ]
  if (placeIds !== null) base.push(`t.account_region_id = any(${add(placeIds)}::int[])`)
  if (after == null) return base
  const tie = `${add(new Date(after.startMs))}::timestamptz, ${add(after.id)}::text, ${add(after.placeId)}::int`
  const value = VALUES[sort]
  const beyond = ASCENDING.includes(sort) ? '>' : '<'
  const key = value === undefined ? TIE_UP : `${value}, ${TIE_UP}`
  base.push(
    `(${key}) ${beyond} (${value === undefined ? '' : `${add(after.value ?? UNKNOWN)}::${typeOf(sort)}, `}${tie})`,
  )
  return base
}

function typeOf(sort: TraceSort): string {
  return sort === 'failed' || sort === 'largest' ? 'int' : 'float8'
}

function orderOf(sort: TraceSort): string {
  const [value, isUp] = [VALUES[sort], ASCENDING.includes(sort)]
  const tie = isUp ? TIE_UP : TIE
  return value === undefined ? tie : `${value}${isUp ? '' : ' desc'}, ${tie}`
}

function newStatement() {
  const values: unknown[] = []
  const add: AddParameter = (value) => `$${values.push(value)}`
  return { values, add }
}

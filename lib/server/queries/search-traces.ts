import { type Db, selectRows } from '@/lib/server/db'
import { type TraceChoice, traceConditions } from '@/lib/server/queries/trace-conditions'
import type { AddParameter } from '@/lib/server/queries/trace-filter-sql'

/** after: the key of the last row of the page before. */
export type TraceSearch = TraceChoice & {
  fromMs: number
  toMs: number
  placeIds: readonly number[] | null
  sort: 'newest' | 'slowest'
  limit: number
  after?: { durationMs: number | null; startMs: number; id: string; placeId: number } | null
}

type Stretch = { fromMs: number; toMs: number }

/** So many traces are held against a filter as they stand, before an index is asked: a filter that many meet is soon answered. */
const LOOKED_AT_FIRST = 2_000
/** How much longer each stretch is than the one after it. */
const GROWTH = 5
const TIE = 't.started_at desc, t.id desc, t.account_region_id desc'
const SLOWEST = `coalesce(t.duration_ms, -1) desc, ${TIE}`

/**
 * Rows of the traces that began in the window and meet what is asked, newest or longest first. columns: what is selected of
 * a row t. The newest (or longest) are looked at one by one; where too few of them meet the filter, those before are found
 * by the index of terms, in stretches that grow.
 */
export async function searchTraces<Row extends { startMs: number }>(
  db: Db,
  search: TraceSearch,
  columns: string,
): Promise<Row[]> {
  return search.sort === 'slowest' ? searchSlowest<Row>(db, search, columns) : searchNewest<Row>(db, search, columns)
}

async function searchNewest<Row extends { startMs: number }>(
  db: Db,
  search: TraceSearch,
  columns: string,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const [at, stretch] of (await listStretches(db, search)).entries()) {
    const statement = newStatement()
    const { base, exact, candidates } = conditionsOf(search, stretch, statement.add)
    const isByIndex = at > 0 && candidates !== null
    const where = [...base, ...exact, ...(isByIndex ? [candidates()] : [])].join(' and ')
    const selected = `select ${columns}, t.started_at, t.id as tie_id, t.account_region_id from trace t where ${where}`
    const limit = statement.add(search.limit - rows.length)
    // Materialized, so that what the index finds is sorted: read by time, all that does not meet it would be read too.
    const sql = isByIndex
      ? `with t as materialized (${selected}) select * from t order by t.started_at desc, t.tie_id desc, t.account_region_id desc limit ${limit}`
      : `${selected} order by ${TIE} limit ${limit}`
    rows.push(...(await selectRows<Row>(db.pool, sql, statement.values)))
    if (rows.length >= search.limit) break
  }
  return rows
}

/** The window from its end on: first so much of it as holds a few traces, then more and more. */
async function listStretches(db: Db, search: TraceSearch): Promise<Stretch[]> {
  const { fromMs } = search
  const toMs = search.after == null ? search.toMs : Math.min(search.toMs, search.after.startMs + 1)
  const { candidates } = conditionsOf(search, search, newStatement().add)
  if (candidates === null) return [{ fromMs, toMs }]
  const statement = newStatement()
  const base = baseOf(search, { fromMs, toMs }, statement.add)
  const sql = `select (extract(epoch from t.started_at) * 1000)::float8 as "atMs" from trace t
    where ${base.join(' and ')} order by t.started_at desc offset ${LOOKED_AT_FIRST} limit 1`
  const [last] = await selectRows<{ atMs: number }>(db.pool, sql, statement.values)
  const stretches: Stretch[] = []
  let untilMs = toMs
  let widthMs = toMs - (last?.atMs ?? fromMs)
  while (untilMs > fromMs) {
    const nextMs = Math.max(fromMs, Math.floor(untilMs - Math.max(1, widthMs)))
    stretches.push({ fromMs: nextMs, toMs: untilMs })
    untilMs = nextMs
    widthMs *= GROWTH
  }
  return stretches
}

async function searchSlowest<Row extends { startMs: number }>(
  db: Db,
  search: TraceSearch,
  columns: string,
): Promise<Row[]> {
  const ask = async (isWhole: boolean) => {
    const statement = newStatement()
    const { base, exact, candidates } = conditionsOf(search, search, statement.add)
    const first = `select * from trace t where ${base.join(' and ')} order by ${SLOWEST} limit ${LOOKED_AT_FIRST}`
    const where = [...(isWhole ? [...base, ...(candidates === null ? [] : [candidates()])] : []), ...exact]
    const from = isWhole
      ? `(select * from trace t where ${where.join(' and ')} offset 0) t`
      : `(${first}) t${where.length === 0 ? '' : ` where ${where.join(' and ')}`}`
    const sql = `select ${columns} from ${from} order by ${SLOWEST} limit ${statement.add(search.limit)}`
    return selectRows<Row>(db.pool, sql, statement.values)
  }
  const rows = await ask(false)
  return rows.length >= search.limit ? rows : ask(true)
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
  const key = 't.started_at, t.id, t.account_region_id'
  base.push(
    sort === 'newest'
      ? `(${key}) < (${tie})`
      : `(coalesce(t.duration_ms, -1), ${key}) < (${add(after.durationMs ?? -1)}::float8, ${tie})`,
  )
  return base
}

function newStatement() {
  const values: unknown[] = []
  const add: AddParameter = (value) => `$${values.push(value)}`
  return { values, add }
}

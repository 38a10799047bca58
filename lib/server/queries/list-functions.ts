import * as z from 'zod/mini'
import type { FunctionItem, ListFunctionsRequest, ListFunctionsResponse } from '@/lib/contracts/functions'
import { higher } from '@/lib/domain/add-rollups'
import {
  countedEnd,
  isCountable,
  isCovered,
  sumOfBucket,
  type Window,
  widenToMinutes,
} from '@/lib/domain/covered-window'
import { createSketch, sketchQuantile } from '@/lib/domain/sketch'
import { CursorId, CursorText, cursorOf, parseCursor } from '@/lib/server/cursor'
import { type Db, selectRows } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { checkWindow } from '@/lib/server/queries/check-window'
import { type CoveredRow, coveredColumns, coveredOf } from '@/lib/server/queries/covered-sql'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { type FunctionRollup, listRollupTotals } from '@/lib/server/queries/list-rollup-totals'
import { MODES_SQL } from '@/lib/server/queries/modes-sql'

type FunctionRow = Pick<
  FunctionItem,
  'arn' | 'name' | 'accountId' | 'region' | 'runtime' | 'architecture' | 'memoryMb' | 'modes' | 'inferred'
> & { id: number; hidesSuccess: boolean }
type FactsRow = CoveredRow & Pick<FunctionItem, 'aliases' | 'versions'> & { id: number; lastLoggedAtMs: number | null }

type Grid = Window & { periodMs: number; originMs: number; nowMs: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SPARK_POINTS = 30
const HOURLY_FROM_MS = 12 * HOUR
const TOLERANCE_MS = 30 * MINUTE
const COUNTS = ['Invocations', 'Errors', 'Throttles']
const NOTHING = { invocations: 0, coldStarts: 0, gbMs: 0, maxMemoryUsedMb: null, durations: createSketch() }
const Cursor = z.tuple([CursorText, CursorId])

const PAGE = `
  select f.id, f.arn, f.name, ar.account_id as "accountId", ar.region, f.runtime, f.architecture, f.memory_mb as "memoryMb",
         ${MODES_SQL}, f.inferred, coalesce(f.log_format = 'JSON' and f.system_log_level = 'WARN', false) as "hidesSuccess"
    from lambda_function f join account_region ar on ar.id = f.account_region_id
   where f.gone_at is null
     and ($1::text is null or ar.account_id = any(string_to_array($1, ',')))
     and ($2::text is null or ar.region = any(string_to_array($2, ',')))
     and ($3::text is null or (f.name, f.id) > ($3, $4::int))
   order by f.name, f.id
   limit $5`

/*
 * The newest invocation: the day that was rolled up last bounds the look for it, and a function without a stream, which is
 * one that idles, has none. Without, each of those would be looked for in all days.
 */
const FACTS = `
  select f.id, array(select a.name from function_alias a where a.function_id = f.id and a.gone_at is null order by 1) as aliases,
         (select count(*) from function_version v
           where v.function_id = f.id and v.version <> '$LATEST' and v.gone_at is null) as versions,
         case when d.newest is not null or exists (select from log_stream l where l.function_id = f.id) then (
           select round(date_part('epoch', i.started_at) * 1000) from invocation i
            where i.function_id = f.id and i.started_at >= coalesce(d.newest, '-infinity')
            order by i.started_at desc limit 1) end as "lastLoggedAtMs", ${coveredColumns('c.part')}
    from lambda_function f
    cross join lateral (select max(r.at) as newest from invocation_day r where r.function_id = f.id offset 0) d
    left join sync_state s on s.account_region_id = f.account_region_id and s.step = 'logs'
         and s.subject = coalesce(f.log_group_name, '/aws/lambda/' || f.name)
    cross join lateral (select s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz)) as part offset 0) c
   where f.id = any(array(select unnest($1::int[])))`

/**
 * A page of the functions that AWS lists, by name, with what each did in the window (whole minutes, ended where
 * CloudWatch's answers end). accountId and region may be comma-separated lists. Six statements however many functions.
 */
export async function listFunctions(
  db: Db,
  request: ListFunctionsRequest,
  nowMs: number,
): Promise<ListFunctionsResponse> {
  const window = widenToMinutes(checkWindow(request))
  const after = parseCursor(request.cursor, Cursor)
  const rows = await selectRows<FunctionRow>(db.pool, PAGE, [
    request.accountId ?? null,
    request.region ?? null,
    after?.[0] ?? null,
    after?.[1] ?? null,
    request.limit + 1,
  ])
  const page = rows.slice(0, request.limit)
  const ids = page.map((row) => row.id)
  const grid = { ...window, ...sparkGrid(window), nowMs }
  const wanted = COUNTS.map((metric) => `${metric} Sum`)
  const [rollups, buckets, facts] = await Promise.all([
    listRollupTotals(db, ids, window),
    getMetricBuckets(db, { ...grid, functionIds: ids, wanted, qualifiers: [''] }),
    selectRows<FactsRow>(db.pool, FACTS, [ids, new Date(window.fromMs), new Date(window.toMs)]),
  ])
  const bucketsById = groupByFunction(buckets)
  const factsById = new Map(facts.map((row) => [row.id, row]))
  const last = page.at(-1)
  return {
    items: page.map((row) =>
      buildItem(row, factsById.get(row.id), bucketsById.get(row.id) ?? [], rollups.get(row.id), grid),
    ),
    nextCursor: rows.length > page.length && last !== undefined ? cursorOf([last.name, last.id]) : null,
  }
}

function groupByFunction<Item extends { functionId: number }>(items: readonly Item[]): Map<number, Item[]> {
  const groups = new Map<number, Item[]>()
  for (const item of items) {
    const group = groups.get(item.functionId)
    if (group === undefined) groups.set(item.functionId, [item])
    else group.push(item)
  }
  return groups
}

function buildItem(
  { id: _, hidesSuccess, ...identity }: FunctionRow,
  facts: FactsRow | undefined,
  buckets: MetricBuckets[],
  rollup: FunctionRollup | undefined,
  grid: Grid,
): FunctionItem {
  const series = findMetric(buckets, 'Invocations')
  const invocations = totalOf(series, grid)
  // Without lines it is known only that nothing was billed when nothing was invoked; at the system log level WARN
  // successful invocations leave none.
  const read = hidesSuccess ? null : (rollup ?? (invocations === 0 ? NOTHING : null))
  const covered = facts === undefined ? [] : coveredOf(facts)
  // Percentiles of the part that is read say something; its sums would pass for those of the window.
  const logs = invocations === 0 || isCountable(covered, grid, grid.nowMs, TOLERANCE_MS) ? read : null
  const lastInvokedAtMs = higher(series?.lastPointAtMs ?? null, facts?.lastLoggedAtMs ?? null)
  return {
    ...identity,
    aliases: facts?.aliases ?? [],
    versions: facts?.versions ?? 0,
    invocations,
    errors: totalOf(findMetric(buckets, 'Errors'), grid),
    throttles: totalOf(findMetric(buckets, 'Throttles'), grid),
    coldStarts: logs?.coldStarts ?? null,
    durationP95Ms: read === null ? null : sketchQuantile(read.durations, 0.95),
    maxMemoryUsedMb: logs?.maxMemoryUsedMb ?? null,
    costUsd:
      logs === null
        ? null
        : lambdaCost(lambdaPrice(identity.region, identity.architecture), logs.gbMs, logs.invocations),
    lastInvokedAtMs,
    spark: sparkOf(series, grid),
  }
}

function findMetric(buckets: readonly MetricBuckets[], metric: string): MetricBuckets | undefined {
  return buckets.find((series) => series.metric === metric)
}

function totalOf(series: MetricBuckets | undefined, { nowMs, ...window }: Grid): number | null {
  if (series === undefined) return null
  const toMs = countedEnd(series.covered, window, nowMs, TOLERANCE_MS)
  if (!isCovered(series.covered, { fromMs: window.fromMs, toMs })) return null
  let sum = 0
  for (const value of series.values.values()) sum += value
  return sum
}

/** At most 30 buckets; of whole hours where the window has many, because those are read from few rows. */
function sparkGrid({ fromMs, toMs }: Window): { periodMs: number; originMs: number } {
  const leastMs = (toMs - fromMs) / SPARK_POINTS
  if (toMs - fromMs < HOURLY_FROM_MS) return { periodMs: Math.ceil(leastMs / MINUTE) * MINUTE, originMs: fromMs }
  return { periodMs: Math.ceil(leastMs / HOUR) * HOUR, originMs: Math.floor(fromMs / HOUR) * HOUR }
}

function sparkOf(series: MetricBuckets | undefined, grid: Grid): FunctionItem['spark'] {
  const { fromMs, toMs, periodMs, originMs, nowMs } = grid
  const length = Math.ceil((toMs - originMs) / periodMs)
  return Array.from({ length }, (_, index) => {
    const start = originMs + index * periodMs
    const bucket = { fromMs: Math.max(fromMs, start), toMs: Math.min(start + periodMs, toMs) }
    const value =
      series === undefined ? null : sumOfBucket(series.values.get(index) ?? 0, bucket, series.covered, nowMs)
    return [start, value]
  })
}

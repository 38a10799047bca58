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
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { type FunctionRollup, listRollupTotals } from '@/lib/server/queries/list-rollup-totals'
import { MODES_SQL } from '@/lib/server/queries/modes-sql'

type FunctionRow = Pick<
  FunctionItem,
  'arn' | 'name' | 'accountId' | 'region' | 'runtime' | 'architecture' | 'memoryMb' | 'modes' | 'aliases' | 'versions'
> & {
  id: number
  inferred: boolean
  hidesSuccess: boolean
  lastMetricAtMs: number | null
  lastLoggedAtMs: number | null
  logsCovered: [number, number][] | null
}

type Grid = Window & { periodMs: number; originMs: number; nowMs: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SPARK_POINTS = 30
const HOURLY_FROM_MS = 12 * HOUR
const TOLERANCE_MS = 30 * MINUTE
const COUNTS = ['Invocations', 'Errors', 'Throttles']
const NOTHING = { invocations: 0, coldStarts: 0, gbMs: 0, maxMemoryUsedMb: null, durations: createSketch() }
const Cursor = z.tuple([CursorText, CursorId])

const SQL = `
  select f.id, f.arn, f.name, ar.account_id as "accountId", ar.region, f.runtime, f.architecture, f.memory_mb as "memoryMb",
         ${MODES_SQL}, f.inferred, coalesce(f.log_format = 'JSON' and f.system_log_level = 'WARN', false) as "hidesSuccess",
         array(select a.name from function_alias a where a.function_id = f.id and a.gone_at is null order by a.name) as aliases,
         (select count(*) from function_version v
           where v.function_id = f.id and v.version <> '$LATEST' and v.gone_at is null) as versions,
         (select (extract(epoch from s.last_point_at) * 1000)::float8 from metric_series s
           where s.function_id = f.id and s.account_region_id = f.account_region_id and s.metric = 'Invocations'
             and s.qualifier = '' and s.executed_version = '' and s.subject = '' and s.statistic = 'Sum') as "lastMetricAtMs",
         (select (extract(epoch from i.started_at) * 1000)::float8 from invocation i
           where i.function_id = f.id order by i.started_at desc limit 1) as "lastLoggedAtMs",
         (select json_agg(json_build_array((extract(epoch from lower(r)) * 1000)::float8,
                                           (extract(epoch from upper(r)) * 1000)::float8) order by r)
            from sync_state s, unnest(s.covered * tstzmultirange(tstzrange($6::timestamptz, $7::timestamptz))) r
           where s.account_region_id = f.account_region_id and s.step = 'logs'
             and s.subject = coalesce(f.log_group_name, '/aws/lambda/' || f.name)) as "logsCovered"
    from lambda_function f join account_region ar on ar.id = f.account_region_id
   where f.gone_at is null
     and ($1::text is null or ar.account_id = any(string_to_array($1, ',')))
     and ($2::text is null or ar.region = any(string_to_array($2, ',')))
     and ($3::text is null or (f.name, f.id) > ($3, $4::int))
   order by f.name, f.id
   limit $5`

/**
 * A page of the functions that AWS lists, by name, with what each did in the window (whole minutes, ended where
 * CloudWatch's answers end). accountId and region may be comma-separated lists. Three statements however many functions.
 */
export async function listFunctions(
  db: Db,
  request: ListFunctionsRequest,
  nowMs: number,
): Promise<ListFunctionsResponse> {
  const window = widenToMinutes(checkWindow(request))
  const after = parseCursor(request.cursor, Cursor)
  const rows = await selectRows<FunctionRow>(db.pool, SQL, [
    request.accountId ?? null,
    request.region ?? null,
    after?.[0] ?? null,
    after?.[1] ?? null,
    request.limit + 1,
    new Date(window.fromMs),
    new Date(window.toMs),
  ])
  const page = rows.slice(0, request.limit)
  const ids = page.map((row) => row.id)
  const grid = { ...window, ...sparkGrid(window), nowMs }
  const wanted = COUNTS.map((metric) => `${metric} Sum`)
  const [buckets, rollups] = await Promise.all([
    getMetricBuckets(db, { ...grid, functionIds: ids, wanted, qualifiers: [''] }),
    listRollupTotals(db, ids, window),
  ])
  const bucketsById = groupByFunction(buckets)
  const last = page.at(-1)
  return {
    items: page.map((row) => buildItem(row, bucketsById.get(row.id) ?? [], rollups.get(row.id), grid)),
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
  row: FunctionRow,
  buckets: MetricBuckets[],
  rollup: FunctionRollup | undefined,
  grid: Grid,
): FunctionItem {
  const { id: _, lastMetricAtMs, lastLoggedAtMs, hidesSuccess, logsCovered, ...identity } = row
  const series = findMetric(buckets, 'Invocations')
  const invocations = totalOf(series, grid)
  // Without lines it is known only that nothing was billed when nothing was invoked; at the system log level WARN
  // successful invocations leave none.
  const read = hidesSuccess ? null : (rollup ?? (invocations === 0 ? NOTHING : null))
  const covered = (logsCovered ?? []).map(([fromMs, toMs]) => ({ fromMs, toMs }))
  // Percentiles of the part that is read say something; its sums would pass for those of the window.
  const logs = invocations === 0 || isCountable(covered, grid, grid.nowMs, TOLERANCE_MS) ? read : null
  const lastInvokedAtMs = higher(lastMetricAtMs, lastLoggedAtMs)
  return {
    ...identity,
    invocations,
    errors: totalOf(findMetric(buckets, 'Errors'), grid),
    throttles: totalOf(findMetric(buckets, 'Throttles'), grid),
    coldStarts: logs?.coldStarts ?? null,
    durationP95Ms: read === null ? null : sketchQuantile(read.durations, 0.95),
    maxMemoryUsedMb: logs?.maxMemoryUsedMb ?? null,
    costUsd: logs === null ? null : lambdaCost(lambdaPrice(row.region, row.architecture), logs.gbMs, logs.invocations),
    lastInvokedAtMs: lastInvokedAtMs === null ? null : Math.round(lastInvokedAtMs),
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

import type { FunctionItem } from '@/lib/contracts/functions'
import { higher } from '@/lib/domain/add-rollups'
import { countedEnd, isCountable, isCovered, sumOfBucket, type Window } from '@/lib/domain/covered-window'
import { packedQuantile } from '@/lib/domain/sketch'
import { type Db, selectRows } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import { type CoveredRow, coveredColumns, coveredOf } from '@/lib/server/queries/covered-sql'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { type FunctionRollup, listRollupTotals } from '@/lib/server/queries/list-rollup-totals'

/** What of a function's configuration its figures depend on, and what is said of it beside them. */
export type ListedFunction = Pick<
  FunctionItem,
  'arn' | 'name' | 'accountId' | 'region' | 'runtime' | 'architecture' | 'memoryMb' | 'modes' | 'tags' | 'inferred'
> & { id: number; hidesSuccess: boolean }

/** Equal buckets over a window, the first at originMs. */
export type BucketGrid = Window & { periodMs: number; originMs: number; nowMs: number }

/** A function with its figures, some of its counts in buckets. logs: what its lines say of the whole window, null when that is not known. */
export type FunctionReading<Bucketed extends CountMetric = CountMetric> = {
  item: FunctionItem
  logs: { invocations: number; coldStarts: number; durations: Uint8Array } | null
  /** CloudWatch's counts in the buckets of the grid, oldest first; null where it has not answered. */
  bucketsOf(metric: Bucketed): (number | null)[]
}

export type CountMetric = 'Invocations' | 'Errors' | 'Throttles'

type FactsRow = CoveredRow & Pick<FunctionItem, 'aliases' | 'versions'> & { id: number; lastLoggedAtMs: number | null }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const HOURLY_FROM_MS = 12 * HOUR
const TOLERANCE_MS = 30 * MINUTE
const COUNTS: readonly CountMetric[] = ['Invocations', 'Errors', 'Throttles']
const SUM = (metric: CountMetric) => `${metric} Sum`
const NOTHING = { invocations: 0, coldStarts: 0, gbMs: 0, maxMemoryUsedMb: null, durations: new Uint8Array() }

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
 * What functions did over a window, in their order, with those counts in buckets that are wanted so: the others are read
 * from fewer rows. Seven statements however many functions.
 */
export async function readFunctionFigures<Bucketed extends CountMetric>(
  db: Db,
  functions: readonly ListedFunction[],
  grid: BucketGrid,
  bucketed: readonly Bucketed[],
): Promise<FunctionReading<Bucketed>[]> {
  const ids = functions.map(({ id }) => id)
  const { fromMs, toMs, nowMs } = grid
  const totals = { fromMs, toMs, nowMs, periodMs: toMs - fromMs, functionIds: ids, qualifiers: [''] }
  const others = COUNTS.filter((metric) => !bucketed.some((one) => one === metric))
  const [rollups, inBuckets, asTotals, facts] = await Promise.all([
    listRollupTotals(db, ids, grid),
    getMetricBuckets(db, { ...grid, functionIds: ids, wanted: bucketed.map(SUM), qualifiers: [''] }),
    getMetricBuckets(db, { ...totals, wanted: others.map(SUM) }),
    selectRows<FactsRow>(db.pool, FACTS, [ids, new Date(grid.fromMs), new Date(grid.toMs)]),
  ])
  const bucketsById = groupByFunction([...inBuckets, ...asTotals])
  const factsById = new Map(facts.map((row) => [row.id, row]))
  const shared = { ...grid, starts: bucketStarts(grid) }
  return functions.map((one) =>
    readOne(one, factsById.get(one.id), bucketsById.get(one.id) ?? [], rollups.get(one.id), shared),
  )
}

/** At most `points` buckets; of whole hours where the window has many, because those are read from few rows. */
export function bucketGrid({ fromMs, toMs }: Window, points: number): { periodMs: number; originMs: number } {
  const leastMs = (toMs - fromMs) / points
  if (toMs - fromMs < HOURLY_FROM_MS) return { periodMs: Math.ceil(leastMs / MINUTE) * MINUTE, originMs: fromMs }
  return { periodMs: Math.ceil(leastMs / HOUR) * HOUR, originMs: Math.floor(fromMs / HOUR) * HOUR }
}

/** Where the buckets of a grid begin, epoch milliseconds. */
export function bucketStarts({ toMs, originMs, periodMs }: BucketGrid): number[] {
  return Array.from({ length: Math.ceil((toMs - originMs) / periodMs) }, (_, index) => originMs + index * periodMs)
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

function readOne(
  { id: _, hidesSuccess, ...identity }: ListedFunction,
  facts: FactsRow | undefined,
  buckets: MetricBuckets[],
  rollup: FunctionRollup | undefined,
  grid: BucketGrid & { starts: readonly number[] },
): FunctionReading {
  const series = findMetric(buckets, 'Invocations')
  const invocations = totalOf(series, grid)
  // Without lines it is known only that nothing was billed when nothing was invoked; at the system log level WARN
  // successful invocations leave none.
  const read = hidesSuccess ? null : (rollup ?? (invocations === 0 ? NOTHING : null))
  const covered = facts === undefined ? [] : coveredOf(facts)
  // Percentiles of the part that is read say something; its sums would pass for those of the window.
  const logs = invocations === 0 || isCountable(covered, grid, grid.nowMs, TOLERANCE_MS) ? read : null
  const lastInvokedAtMs = higher(series?.lastPointAtMs ?? null, facts?.lastLoggedAtMs ?? null)
  const bucketsOf = (metric: CountMetric) => valuesOf(findMetric(buckets, metric), grid)
  const item = {
    ...identity,
    aliases: facts?.aliases ?? [],
    versions: facts?.versions ?? 0,
    invocations,
    errors: totalOf(findMetric(buckets, 'Errors'), grid),
    throttles: totalOf(findMetric(buckets, 'Throttles'), grid),
    coldStarts: logs?.coldStarts ?? null,
    durationP95Ms: read === null ? null : packedQuantile(read.durations, 0.95),
    maxMemoryUsedMb: logs?.maxMemoryUsedMb ?? null,
    costUsd:
      logs === null
        ? null
        : lambdaCost(lambdaPrice(identity.region, identity.architecture), logs.gbMs, logs.invocations),
    lastInvokedAtMs,
    spark: zip(grid.starts, bucketsOf('Invocations')),
  }
  return { item, logs, bucketsOf }
}

function findMetric(buckets: readonly MetricBuckets[], metric: string): MetricBuckets | undefined {
  return buckets.find((series) => series.metric === metric)
}

/** The sum of a series over a window; null where CloudWatch has not answered for all of it but its newest minutes. */
export function totalOf(
  series: MetricBuckets | undefined,
  { nowMs, ...window }: Window & { nowMs: number },
): number | null {
  if (series === undefined) return null
  const toMs = countedEnd(series.covered, window, nowMs, TOLERANCE_MS)
  if (!isCovered(series.covered, { fromMs: window.fromMs, toMs })) return null
  let sum = 0
  for (const value of series.values.values()) sum += value
  return sum
}

function valuesOf(
  series: MetricBuckets | undefined,
  grid: BucketGrid & { starts: readonly number[] },
): (number | null)[] {
  const { fromMs, toMs, periodMs, nowMs, starts } = grid
  const isWhole = series !== undefined && isCovered(series.covered, grid)
  return starts.map((startMs, index) => {
    if (series === undefined) return null
    if (isWhole) return series.values.get(index) ?? 0
    const bucket = { fromMs: Math.max(fromMs, startMs), toMs: Math.min(startMs + periodMs, toMs) }
    return sumOfBucket(series.values.get(index) ?? 0, bucket, series.covered, nowMs)
  })
}

function zip(starts: readonly number[], values: readonly (number | null)[]): FunctionItem['spark'] {
  return starts.map((startMs, index) => [startMs, values[index] ?? null])
}

import { BucketArray, type BucketValues } from '@/lib/domain/bucket-values'
import type { Covered, Window } from '@/lib/domain/covered-window'
import { WEEK_MS, weekOf } from '@/lib/domain/utc-week'
import { type Db, selectRows } from '@/lib/server/db'
import { type CoveredRow, coveredColumns, coveredOf } from '@/lib/server/queries/covered-sql'
import { type JoinedArrays, joinArrays, readArrays } from '@/lib/server/queries/metric-values'

/** One metric in one dimension set and statistic, over the buckets that have a point. */
export type MetricBuckets = {
  functionId: number
  qualifier: string
  executedVersion: string
  /** '' or what within the function is measured, such as mapping/UUID. */
  subject: string
  metric: string
  statistic: string
  /** The newest point there is, in the window or not. */
  lastPointAtMs: number | null
  /** Where CloudWatch has answered, within the window. */
  covered: Covered
  /** Bucket number (0 at originMs) → sum of a Sum, lowest of a Minimum, otherwise the highest value. */
  values: BucketValues
}

/** What a series begins with: of thousands of them most stay without a value. */
export const NO_VALUES: BucketValues = new BucketArray()

export type MetricBucketsRequest = Window & {
  functionIds: readonly number[]
  periodMs: number
  /** Where the first bucket begins; the window's start when it is not given. */
  originMs?: number
  /** As 'Metric Statistic' in CloudWatch's spelling. */
  wanted: readonly string[]
  /** null: every dimension set. */
  qualifiers: readonly string[] | null
  /** There is no point later: a window that reaches up to it may end with the whole of its last hour. */
  nowMs?: number
  /** Zeros say as much as a covered bucket without a point: days of them need not be read. Of sums alone. */
  skipZeros?: boolean
  /** Needed for function 0, which stands for the account in any region. */
  accountRegionId?: number
  /** Also of what is measured within the functions. */
  withSubjects?: boolean
}

type SeriesRow = Omit<MetricBuckets, 'covered' | 'values'> & CoveredRow & { id: number }

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Many series are asked for in parts, but few enough that a page leaves connections to others. */
const SERIES_OF_A_PART = 1_000
const MOST_PARTS = 2
/** Statistics of which several periods make one. */
const MERGED = / (Sum|Minimum|Maximum)$/
const SERIES = `
  select s.id, s.function_id as "functionId", s.qualifier, s.executed_version as "executedVersion", s.subject, s.metric, s.statistic,
         round(date_part('epoch', s.last_point_at) * 1000) as "lastPointAtMs", ${coveredColumns('c.part')}
    from metric_series s
    cross join lateral (select s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz)) as part offset 0) c
   where s.function_id = any($1::int[]) and ($7 or s.subject = '') and s.metric || ' ' || s.statistic = any($4::text[])
     and ($5::text[] is null or s.qualifier = any($5::text[]))
     and ($6::int is null or s.account_region_id = $6)`

const OF = 'series_id = any(array(select unnest($1::int[])))'
const KINDS = {
  hours: { table: 'metric_hour', array: 'points', spanMs: HOUR, startOf: (ms: number) => Math.floor(ms / HOUR) * HOUR },
  days: { table: 'metric_day', array: 'hours', spanMs: DAY, startOf: (ms: number) => Math.floor(ms / DAY) * DAY },
  weeks: { table: 'metric_week', array: 'days', spanMs: WEEK_MS, startOf: weekOf },
}
type Kind = keyof typeof KINDS
type Stretch = Window & { kind: Kind }

/**
 * CloudWatch's points of some functions in equal buckets; a bucket without a point is absent. Averages and percentiles of
 * several minutes cannot be merged: throws RangeError where they are wanted for more than one.
 */
export async function getMetricBuckets(db: Db, request: MetricBucketsRequest): Promise<MetricBuckets[]> {
  const { functionIds, fromMs, toMs, wanted, qualifiers } = request
  if (request.periodMs > MINUTE && !wanted.every((name) => MERGED.test(name))) {
    throw new RangeError('Averages and percentiles are those of single minutes')
  }
  const window = [new Date(fromMs), new Date(toMs)]
  const place = request.accountRegionId ?? null
  const rows = await selectRows<SeriesRow>(db.pool, SERIES, [
    ...[functionIds, ...window, wanted, qualifiers, place],
    request.withSubjects ?? false,
  ])
  const series = new Map<number, MetricBuckets>()
  for (const { id, coveredFromMs, coveredToMs, coveredParts, ...one } of rows) {
    const covered = coveredOf({ coveredFromMs, coveredToMs, coveredParts })
    series.set(id, { ...one, covered, values: NO_VALUES })
  }
  await addMetricValues(db, request, series)
  return [...series.values()]
}

/**
 * Adds the values of series to them. Where buckets are made of days, or there is one, whole days come from the rows of
 * weeks; where they are made of hours, whole hours from the rows of days; the rest of the window from the points.
 */
export async function addMetricValues(
  db: Db,
  request: Omit<MetricBucketsRequest, 'functionIds' | 'wanted' | 'qualifiers'>,
  series: ReadonlyMap<number, MetricBuckets>,
): Promise<void> {
  const stretches = stretchesOf(request)
  if (series.size === 0 || stretches.length === 0) return
  const { fromMs, periodMs, originMs = fromMs, skipZeros = false } = request
  const ids = [...series.keys()]
  const parts = Math.min(MOST_PARTS, Math.ceil(ids.length / SERIES_OF_A_PART))
  const size = Math.ceil(ids.length / parts)
  const bounds: (Date | number)[] = []
  const sql = stretches.map((one) => valuesOf(one, (value) => `$${2 + bounds.push(value)}`)).join(' union all ')
  // Postgres selects the next part while this one is read.
  await Promise.all(
    Array.from({ length: parts }, async (_, part) => {
      const own = ids.slice(part * size, (part + 1) * size)
      const rows = await selectRows<JoinedArrays & { kind: Kind }>(db.pool, sql, [own, skipZeros, ...bounds])
      for (const row of rows) readBuckets(row, KINDS[row.kind].spanMs, series, { originMs, periodMs })
    }),
  )
}

/** Points, hours of days and days of weeks, and down again: each as far as it reaches. */
function stretchesOf(
  request: Pick<MetricBucketsRequest, 'fromMs' | 'toMs' | 'periodMs' | 'originMs' | 'nowMs'>,
): Stretch[] {
  const { fromMs, toMs, periodMs, originMs = fromMs } = request
  const isOne = periodMs >= toMs - originMs
  const isOf = (unitMs: number) => isOne || (periodMs % unitMs === 0 && originMs % unitMs === 0)
  const isUpToNow = toMs >= (request.nowMs ?? Number.POSITIVE_INFINITY)
  const endOf = (ms: number, lengthMs: number) => (isUpToNow ? Math.ceil : Math.floor)(ms / lengthMs) * lengthMs
  const hour = isOf(HOUR) ? Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR) : toMs
  const lastHour = isOf(HOUR) ? Math.max(hour, endOf(toMs, HOUR)) : toMs
  const day = isOf(DAY) ? Math.min(lastHour, Math.ceil(hour / DAY) * DAY) : lastHour
  const lastDay = isOf(DAY) ? Math.max(day, endOf(lastHour, DAY)) : lastHour
  const stretch = (kind: Kind, from: number, end: number): Stretch => ({ kind, fromMs: from, toMs: end })
  return [
    stretch('hours', fromMs, hour),
    stretch('days', hour, day),
    stretch('weeks', day, lastDay),
    stretch('days', lastDay, lastHour),
    stretch('hours', lastHour, toMs),
  ].filter((one) => one.fromMs < one.toMs)
}

/** bind: makes a value a parameter, and gives its name. */
function valuesOf({ kind, fromMs, toMs }: Stretch, bind: (value: Date | number) => string): string {
  const { table, array, spanMs, startOf } = KINDS[kind]
  const firstMs = startOf(fromMs)
  const [first, to, fromS, toS] = [
    bind(new Date(firstMs)),
    bind(new Date(toMs)),
    bind(fromMs / 1000),
    bind(toMs / 1000),
  ]
  // Partitions of days that are not named by their bounds would each be planned for.
  const isOfCounts = () => `(series_id, date_trunc('day', at, 'UTC')) in (select z.series_id, z.at from metric_day z
       where z.${OF} and z.total <> 0 and z.at >= ${bind(new Date(KINDS.days.startOf(firstMs)))} and z.at < ${to})`
  const hasCounts = { hours: isOfCounts, days: () => 'total <> 0', weeks: () => 'not is_zero' }[kind]()
  return `
    select '${kind}' as kind, ${joinArrays(array, spanMs / 1000, fromS, toS)} from ${table} r
     where ${OF} and at >= ${first} and at < ${to} and (not $2 or ${hasCounts})`
}

function readBuckets(
  arrays: JoinedArrays,
  spanMs: number,
  series: ReadonlyMap<number, MetricBuckets>,
  { originMs, periodMs }: { originMs: number; periodMs: number },
): void {
  let [values, merge] = [new BucketArray(), add]
  let [startMs, stepMs] = [0, spanMs]
  // Values of one bucket follow one another: they meet here, and not in the map.
  let [bucket, merged] = [Number.NaN, 0]
  const end = () => {
    const before = values.get(bucket)
    if (!Number.isNaN(bucket)) values.set(bucket, before === undefined ? merged : merge(before, merged))
    bucket = Number.NaN
  }
  const begin = (seriesId: number, hour: number, length: number) => {
    end()
    const one = series.get(seriesId)
    // What stands there already is of rows that were read before these.
    const before = one?.values
    values = before instanceof BucketArray && before !== NO_VALUES ? before : new BucketArray()
    if (one !== undefined) one.values = values
    merge = one?.statistic === 'Sum' ? add : one?.statistic === 'Minimum' ? Math.min : Math.max
    startMs = hour * HOUR - originMs
    stepMs = spanMs / length
  }
  readArrays(arrays, begin, (place, value) => {
    const own = Math.floor((startMs + place * stepMs) / periodMs)
    if (own === bucket) {
      merged = merge(merged, value)
      return
    }
    end()
    bucket = own
    merged = value
  })
  end()
}

function add(left: number, right: number): number {
  return left + right
}

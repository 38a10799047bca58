import { BucketArray, BucketArrays, type BucketValues } from '@/lib/domain/bucket-values'
import type { Covered, Window } from '@/lib/domain/covered-window'
import { WEEK_MS, weekOf } from '@/lib/domain/utc-week'
import type { BinaryCopyReader } from '@/lib/server/copy/binary-copy-reader'
import { intArrayLiteral, momentLiteral } from '@/lib/server/copy/copy-literals'
import { copyOut } from '@/lib/server/copy/copy-out'
import { type Db, selectRows } from '@/lib/server/db'
import { type CoveredRow, coveredColumns, coveredOf } from '@/lib/server/queries/covered-sql'
import { copySettled, settledUntil } from '@/lib/server/settled/read-settled'
import { MANY_FUNCTIONS, splitSettled } from '@/lib/server/settled/split-settled'

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

const KINDS = {
  hours: { table: 'metric_hour', array: 'points', spanMs: HOUR, startOf: (ms: number) => Math.floor(ms / HOUR) * HOUR },
  days: { table: 'metric_day', array: 'hours', spanMs: DAY, startOf: (ms: number) => Math.floor(ms / DAY) * DAY },
  weeks: { table: 'metric_week', array: 'days', spanMs: WEEK_MS, startOf: weekOf },
}
const NO_BUCKET = -1
type Kind = keyof typeof KINDS
type Stretch = Window & { kind: Kind }
type Grid = {
  originMs: number
  periodMs: number
  series: ReadonlyMap<number, Pick<MetricBuckets, 'statistic'>>
  arrays: BucketArrays
}

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
  for (const [id, values] of await readMetricValues(db, request, series)) {
    const one = series.get(id)
    if (one !== undefined) one.values = values
  }
  return [...series.values()]
}

/**
 * The values of series by their IDs; one without any is absent. Where buckets are made of days, or there is one, whole days come from the rows of
 * weeks; where they are made of hours, whole hours from the rows of days; the rest of the window from the points.
 */
export async function readMetricValues(
  db: Db,
  request: Omit<MetricBucketsRequest, 'functionIds' | 'wanted' | 'qualifiers'>,
  series: ReadonlyMap<number, Pick<MetricBuckets, 'statistic'>>,
): Promise<Map<number, BucketArray>> {
  const found = new Map<number, BucketArray>()
  const stretches = stretchesOf(request)
  if (series.size === 0 || stretches.length === 0) return found
  const { fromMs, toMs, periodMs, originMs = fromMs, skipZeros = false, nowMs = Number.NEGATIVE_INFINITY } = request
  const grid = {
    originMs,
    periodMs,
    series,
    arrays: new BucketArrays(Math.max(1, Math.ceil((toMs - originMs) / periodMs))),
  }
  const ids = [...series.keys()]
  const settledMs = ids.length < MANY_FUNCTIONS ? Number.NEGATIVE_INFINITY : settledUntil(nowMs)
  const [settled, open] = splitSettled(stretches, (stretch) => settledEnd(stretch, settledMs))
  const parts = Math.min(MOST_PARTS, Math.ceil(ids.length / SERIES_OF_A_PART))
  const size = Math.ceil(ids.length / parts)
  // Postgres selects the next part while this one is read.
  await Promise.all([
    ...settled.map(async (one) => {
      const sql = selectArrays(one, 0, ofSeries(ids), skipZeros)
      readBuckets(await copySettled(db.pool, sql, one), [one], found, grid)
    }),
    ...(open.length === 0 ? [] : Array.from({ length: parts }, (_, part) => part)).map(async (part) => {
      const of = ofSeries(ids.slice(part * size, (part + 1) * size))
      const sql = open.map((one, index) => selectArrays(one, index, of, skipZeros)).join(' union all ')
      readBuckets(await copyOut(db.pool, sql), open, found, grid)
    }),
  ])
  return found
}

function ofSeries(ids: readonly number[]): string {
  return `series_id = any(array(select unnest(${intArrayLiteral(ids)})))`
}

/** Points of single hours move with the end of the window: what is read of them would be asked for once. */
function settledEnd({ kind }: Stretch, settledMs: number): number {
  if (kind === 'hours') return Number.NEGATIVE_INFINITY
  return kind === 'weeks' ? weekOf(settledMs) : settledMs
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

/* Partitions of days that are not named by their bounds would each be planned for. */
function selectArrays({ kind, fromMs, toMs }: Stretch, index: number, of: string, skipZeros: boolean): string {
  const { table, array, startOf } = KINDS[kind]
  const [first, to] = [momentLiteral(startOf(fromMs)), momentLiteral(toMs)]
  const firstDay = momentLiteral(KINDS.days.startOf(fromMs))
  const hasCounts = {
    hours: `(series_id, date_trunc('day', at, 'UTC')) in
      (select z.series_id, z.at from metric_day z where z.${of} and z.total <> 0 and z.at >= ${firstDay} and z.at < ${to})`,
    days: 'total <> 0',
    weeks: 'not is_zero',
  }[kind]
  return `
    select ${index}, series_id, at, ${array} from ${table} r
     where ${of} and at >= ${first} and at < ${to}${skipZeros ? ` and ${hasCounts}` : ''}`
}

/** An array divides what its row stands for from its start on into equal periods. */
function readBuckets(
  rows: BinaryCopyReader,
  stretches: readonly Stretch[],
  found: Map<number, BucketArray>,
  { originMs, periodMs, series, arrays }: Grid,
): void {
  while (rows.next()) {
    const stretch = stretches[rows.int4()]
    if (stretch === undefined) throw new RangeError('A row of no stretch')
    const id = rows.int4()
    const statistic = series.get(id)?.statistic
    const startMs = rows.timestamptz()
    const length = rows.beginArray()
    const stepMs = KINDS[stretch.kind].spanMs / length
    const first = Math.ceil((stretch.fromMs - startMs) / stepMs)
    const end = Math.ceil((stretch.toMs - startMs) / stepMs)
    const values = found.get(id) ?? arrays.make()
    found.set(id, values)
    const merge = statistic === 'Sum' ? add : statistic === 'Minimum' ? Math.min : Math.max
    // Values of one bucket follow one another: they meet here, and not in the map.
    let [bucket, merged] = [NO_BUCKET, 0]
    for (let place = 0; place < length; place += 1) {
      const value = rows.element()
      if (Number.isNaN(value) || place < first || place >= end) continue
      const own = Math.floor((startMs - originMs + place * stepMs) / periodMs)
      if (own === bucket) {
        merged = merge(merged, value)
        continue
      }
      if (bucket !== NO_BUCKET) put(values, bucket, merged, merge)
      bucket = own
      merged = value
    }
    if (bucket !== NO_BUCKET) put(values, bucket, merged, merge)
  }
}

function put(values: BucketArray, bucket: number, value: number, merge: (left: number, right: number) => number): void {
  const before = values.get(bucket)
  values.set(bucket, before === undefined ? value : merge(before, value))
}

function add(left: number, right: number): number {
  return left + right
}

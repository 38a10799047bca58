import type { FunctionItem } from '@/lib/contracts/functions'
import type { BucketValues } from '@/lib/domain/bucket-values'
import { type Covered, countedEnd, isCountable, isCovered, sumOfBucket, type Window } from '@/lib/domain/covered-window'
import { packedQuantile } from '@/lib/domain/merged-sketch'
import type { Db } from '@/lib/server/db'
import { lambdaCost, lambdaPrice } from '@/lib/server/lambda-prices'
import type { ReadEnds } from '@/lib/server/queries/find-read-ends'
import { type MetricBuckets, readMetricValues } from '@/lib/server/queries/get-metric-buckets'
import type { PullStarts } from '@/lib/server/queries/get-pull-starts'
import type { CountMetric } from '@/lib/server/queries/list-count-series'
import { byCovered, clipper, type FleetSources, listFleetSources } from '@/lib/server/queries/list-fleet-sources'
import { type FunctionRollup, listRollupTotals } from '@/lib/server/queries/list-rollup-totals'

/** What of a function's configuration its figures depend on, and what is said of it beside them. */
export type ListedFunction = Pick<
  FunctionItem,
  'arn' | 'name' | 'accountId' | 'region' | 'runtime' | 'architecture' | 'memoryMb' | 'modes' | 'tags' | 'inferred'
> & { id: number; hidesSuccess: boolean }

export type FigureFunction = Pick<ListedFunction, 'id' | 'region' | 'architecture' | 'hidesSuccess'>

/** sources: of the functions over a window that holds the one in question, where they are known already. Without durations there is no p95, and without a count its figure is not known. */
type ReadOptions = {
  sources?: FleetSources | Promise<FleetSources>
  withDurations?: boolean
  counts?: readonly CountMetric[]
}

/** Equal buckets over a window, the first at originMs. */
export type BucketGrid = Window & { periodMs: number; originMs: number; nowMs: number }
/** What is covered decides for thousands of series alike: which buckets are known, whether the whole window is counted, and whether all of its lines are read. */
type StartedGrid = BucketGrid & {
  starts: readonly number[]
  isKnown(covered: Covered): readonly boolean[]
  isCounted(covered: Covered): boolean
  isRead(covered: Covered): boolean
}

type Figures = Omit<
  FunctionItem,
  keyof ListedFunction | 'aliases' | 'versions' | 'sharedMemoryMb' | 'durationP95Ms' | 'lastInvokedAtMs' | 'spark'
>
type Read = { figures: Figures; logs: LoggedCounts | null; durations: readonly Uint8Array[] }
type LoggedCounts = { invocations: number; coldStarts: number }

/** A function's figures, some of its counts in buckets. A class, because closures of each of thousands take as long as all sums. */
export class FunctionReading<Bucketed extends CountMetric = CountMetric> {
  readonly figures: Figures
  /** What its lines say of the whole window, null when that is not known. */
  readonly logs: LoggedCounts | null
  /** Sketches for packedQuantile: of the lines that are read, also of a part of the window. */
  readonly durations: readonly Uint8Array[]
  readonly #counts: readonly MetricBuckets[]
  readonly #grid: StartedGrid

  constructor({ figures, logs, durations }: Read, counts: readonly MetricBuckets[], grid: StartedGrid) {
    this.figures = figures
    this.logs = logs
    this.durations = durations
    this.#counts = counts
    this.#grid = grid
  }

  /** The newest minute of which CloudWatch has an invocation. */
  get lastPointAtMs(): number | null {
    return findMetric(this.#counts, 'Invocations')?.lastPointAtMs ?? null
  }

  /** Duration p95 in ms, computed when it is asked for. */
  p95Ms(): number | null {
    return packedQuantile(this.durations, 0.95)
  }

  /** CloudWatch's counts in the buckets of the grid, oldest first; null where it has not answered. */
  bucketsOf(metric: Bucketed): (number | null)[] {
    return valuesOf(findMetric(this.#counts, metric), this.#grid)
  }

  /** The same as which buckets are known, and those that are not 0; null without a series. */
  countsOf(metric: Bucketed): { known: readonly boolean[]; values: BucketValues } | null {
    const found = findMetric(this.#counts, metric)
    return found === undefined ? null : { known: this.#grid.isKnown(found.covered), values: found.values }
  }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const HOURLY_FROM_MS = 12 * HOUR
const DAILY_FROM_MS = 14 * DAY
/** So far behind the clock, a source has not failed. */
export const TOLERANCE_MS = 30 * MINUTE
const COUNTS: readonly CountMetric[] = ['Invocations', 'Errors', 'Throttles']
/** One array, so that what follows from it is computed once. */
const NOT_READ: Covered = []
const NOTHING = { invocations: 0, coldStarts: 0, gbMs: 0, maxMemoryUsedMb: null, durations: [] }

/**
 * What functions did over a window, in their order, with those counts in buckets that are wanted so: the others are read
 * from fewer rows. Few statements however many functions. Sums are those since countsFromMs and logsFromMs, buckets of all.
 */
export async function readFunctionFigures<Bucketed extends CountMetric>(
  db: Db,
  functions: readonly FigureFunction[],
  { countsFromMs, logsFromMs, countsToMs, logsToMs, ...window }: BucketGrid & Partial<ReadEnds & PullStarts>,
  bucketed: readonly Bucketed[],
  { sources, withDurations = true, counts = COUNTS }: ReadOptions = {},
): Promise<FunctionReading<Bucketed>[]> {
  const ids = functions.map(({ id }) => id)
  const grid = { ...window, toMs: countsToMs ?? window.toMs }
  const counted = { ...grid, fromMs: countsFromMs ?? grid.fromMs }
  const logWindow = { ...window, fromMs: logsFromMs ?? window.fromMs, toMs: logsToMs ?? window.toMs }
  const whole = { ...grid, toMs: Math.max(grid.toMs, logWindow.toMs) }
  const [rollups, { countsById, logs }] = await Promise.all([
    listRollupTotals(db, ids, logWindow, withDurations),
    readCounts(db, grid, bucketed, sources ?? listFleetSources(db, ids, whole, counts)),
  ])
  const [clip, clipLogs] = [clipper(grid), clipper(logWindow)]
  const started = { ...grid, starts: bucketStarts(grid) }
  const shared = {
    ...started,
    isKnown: byCovered((covered) => knownBuckets(started, clip(covered))),
    isCounted: byCovered((covered) => isWholeCounted(clip(covered), counted)),
    isRead: byCovered((covered) => isCountable(clipLogs(covered), logWindow, grid.nowMs, TOLERANCE_MS)),
  }
  return functions.map((one) =>
    readOne(one, logs.get(one.id) ?? NOT_READ, countsById.get(one.id) ?? [], rollups.get(one.id), shared),
  )
}

/** The series of functions within the window with their values, by function, and what is read of lines. */
async function readCounts(
  db: Db,
  grid: BucketGrid,
  bucketed: readonly string[],
  asked: FleetSources | Promise<FleetSources>,
): Promise<{ countsById: Map<number, MetricBuckets[]>; logs: FleetSources['logs'] }> {
  const { series, logs } = await asked
  const [inBuckets, asTotals] = [new Map<number, MetricBuckets>(), new Map<number, MetricBuckets>()]
  for (const [id, one] of series) (bucketed.includes(one.metric) ? inBuckets : asTotals).set(id, one)
  const { fromMs, toMs, nowMs } = grid
  const whole = { fromMs, toMs, nowMs, periodMs: toMs - fromMs, skipZeros: true }
  const [buckets, totals] = await Promise.all([
    readMetricValues(db, { ...grid, skipZeros: true }, inBuckets),
    readMetricValues(db, whole, asTotals),
  ])
  const countsById = new Map<number, MetricBuckets[]>()
  for (const [id, one] of series) {
    const values = buckets.get(id) ?? totals.get(id)
    // Most series of most functions have no value: what is said of those is the same in each window.
    const own = values === undefined ? one : { ...one, values }
    const before = countsById.get(one.functionId)
    if (before === undefined) countsById.set(one.functionId, [own])
    else before.push(own)
  }
  return { countsById, logs }
}

/** Of how many functions the invocations of a window are known, as their sources tell. */
export function countReadable({ series }: FleetSources, window: Window & { nowMs: number }): number {
  const clip = clipper(window)
  const isCounted = byCovered((covered) => isWholeCounted(clip(covered), window))
  let readable = 0
  for (const { metric, covered } of series.values()) if (metric === 'Invocations' && isCounted(covered)) readable += 1
  return readable
}

/** Of how many functions any log lines of a window are read. */
export function countPartlyRead({ logs }: FleetSources, window: Window): number {
  const clip = clipper(window)
  let partly = 0
  for (const covered of logs.values()) if (clip(covered).length > 0) partly += 1
  return partly
}

/** Sums over functions by bucket, of the buckets that are known of each; null where none is. */
export function sumBuckets<Bucketed extends CountMetric>(
  readings: readonly FunctionReading<Bucketed>[],
  metric: Bucketed,
  grid: BucketGrid,
): (number | null)[] {
  const sums: (number | null)[] = bucketStarts(grid).map(() => null)
  const seen = new Set<readonly boolean[]>()
  for (const reading of readings) {
    const counts = reading.countsOf(metric)
    if (counts === null) continue
    const { known, values } = counts
    if (!seen.has(known)) for (const index of sums.keys()) if (known[index]) sums[index] ??= 0
    seen.add(known)
    values.forEach((value, index) => {
      const sum = known[index] ? sums[index] : undefined
      if (sum !== undefined && sum !== null) sums[index] = sum + value
    })
  }
  return sums
}

/** Of how many functions a count is known, by bucket. */
export function countKnownBuckets<Bucketed extends CountMetric>(
  readings: readonly FunctionReading<Bucketed>[],
  metric: Bucketed,
  grid: BucketGrid,
): number[] {
  const counts = bucketStarts(grid).map(() => 0)
  // Thousands of functions share what is known.
  const functions = new Map<readonly boolean[], number>()
  for (const reading of readings) {
    const known = reading.countsOf(metric)?.known
    if (known !== undefined) functions.set(known, (functions.get(known) ?? 0) + 1)
  }
  for (const [known, count] of functions) {
    for (const index of counts.keys()) if (known[index]) counts[index] = (counts[index] ?? 0) + count
  }
  return counts
}

/** At most `points` buckets; of whole hours or days where the window has many, because those are read from few rows. */
export function bucketGrid({ fromMs, toMs }: Window, points: number): { periodMs: number; originMs: number } {
  const leastMs = (toMs - fromMs) / points
  if (toMs - fromMs < HOURLY_FROM_MS) return { periodMs: Math.ceil(leastMs / MINUTE) * MINUTE, originMs: fromMs }
  const unit = toMs - fromMs < DAILY_FROM_MS ? HOUR : DAY
  return { periodMs: Math.ceil(leastMs / unit) * unit, originMs: Math.floor(fromMs / unit) * unit }
}

/** Where the buckets of a grid begin, epoch milliseconds. */
export function bucketStarts({ toMs, originMs, periodMs }: BucketGrid): number[] {
  return Array.from({ length: Math.ceil((toMs - originMs) / periodMs) }, (_, index) => originMs + index * periodMs)
}

function readOne(
  one: FigureFunction,
  covered: Covered,
  buckets: readonly MetricBuckets[],
  rollup: FunctionRollup | undefined,
  grid: StartedGrid,
): FunctionReading {
  const totalOf = (metric: CountMetric) => {
    const series = findMetric(buckets, metric)
    return series !== undefined && grid.isCounted(series.covered) ? sumOf(series) : null
  }
  const invocations = totalOf('Invocations')
  // Without lines it is known only that nothing was billed when nothing was invoked; at the system log level WARN
  // successful invocations leave none.
  const read = one.hidesSuccess ? null : (rollup ?? (invocations === 0 ? NOTHING : null))
  // Percentiles of the part that is read say something; its sums would pass for those of the window.
  const logs = invocations === 0 || grid.isRead(covered) ? read : null
  const figures = {
    invocations,
    errors: totalOf('Errors'),
    throttles: totalOf('Throttles'),
    loggedInvocations: logs?.invocations ?? null,
    coldStarts: logs?.coldStarts ?? null,
    maxMemoryUsedMb: logs?.maxMemoryUsedMb ?? null,
    costUsd: logs === null ? null : lambdaCost(lambdaPrice(one.region, one.architecture), logs.gbMs, logs.invocations),
  }
  return new FunctionReading({ figures, logs, durations: read?.durations ?? [] }, buckets, grid)
}

function findMetric(buckets: readonly MetricBuckets[], metric: string): MetricBuckets | undefined {
  for (const series of buckets) if (series.metric === metric) return series
  return undefined
}

/** The sum of a series over a window; null where CloudWatch has not answered for all of it but its newest minutes. */
export function totalOf(series: MetricBuckets | undefined, window: Window & { nowMs: number }): number | null {
  return series !== undefined && isWholeCounted(series.covered, window) ? sumOf(series) : null
}

function isWholeCounted(covered: Covered, { nowMs, ...window }: Window & { nowMs: number }): boolean {
  if (window.toMs <= window.fromMs) return false
  const toMs = countedEnd(covered, window, nowMs, TOLERANCE_MS)
  return isCovered(covered, { fromMs: window.fromMs, toMs })
}

function sumOf({ values }: MetricBuckets): number {
  let sum = 0
  values.forEach((value) => {
    sum += value
  })
  return sum
}

function valuesOf(series: MetricBuckets | undefined, grid: StartedGrid): (number | null)[] {
  if (series === undefined) return grid.starts.map(() => null)
  return grid.isKnown(series.covered).map((known, index) => (known ? (series.values.get(index) ?? 0) : null))
}

/** Which buckets of a grid are known, by what is covered. */
function knownBuckets(
  { fromMs, toMs, periodMs, nowMs, starts }: BucketGrid & { starts: readonly number[] },
  covered: Covered,
): boolean[] {
  return starts.map((startMs) => {
    const bucket = { fromMs: Math.max(fromMs, startMs), toMs: Math.min(startMs + periodMs, toMs) }
    return sumOfBucket(0, bucket, covered, nowMs) !== null
  })
}

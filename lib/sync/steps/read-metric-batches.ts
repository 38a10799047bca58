import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { getMetricData, type MetricQuery, type MetricResult } from '@/lib/sync/aws/get-metric-data'
import { type AskedSeries, dimensionsOf } from '@/lib/sync/metric-series'
import { LISTED_MS } from '@/lib/sync/metric-windows'
import { findRareCounts, zerosOf } from '@/lib/sync/steps/known-zeros'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { type MetricCovering, storeMetricPoints } from '@/lib/sync/store/store-metric-points'
import type { StepRun } from '@/lib/sync/sync-step'
import type { TimeRange } from '@/lib/sync/time-ranges'

const MOST_QUERIES = 500
const MOST_POINTS = 100_000
/** Statistics of Duration are asked together, and a batch never parts them. */
const DURATION_STATISTICS = 5
/** Windows of up to so many periods are kept until what they tell is stored. */
const MOST_KEPT_PERIODS = 60
/**
 * After so many refusals of halves, with nothing answered, the rest is not tried. In a batch of 500, eight neighbours, such
 * as those of one function, take 21 until each of them stands alone.
 */
const MOST_REFUSALS = 24

/**
 * detail names metrics that the endpoint would not answer, failure is why; those series are refusedIds. answeredIds were
 * answered whole, sums are those of their points.
 */
export type MetricRead = {
  rows: number
  answeredIds: Set<number>
  sums: Map<number, number>
  refusedIds: Set<number>
  detail: string | null
  failure: AwsFailure | null
}

/**
 * Asks for a window of many series in as few calls as CloudWatch's limits allow, each batch stored as it is answered.
 * Percentiles go in batches of their own, and a batch that is refused is halved until what is refused stands alone: one
 * query that is not understood fails all of its batch. What the function as a whole tells is not asked for where that is,
 * as far back as listings tell of every way in which it was called. Throws AwsFailure where more than single queries are
 * refused, of percentiles apart, which some endpoints do not know.
 */
export async function readMetricBatches(
  run: StepRun,
  series: readonly AskedSeries[],
  covering: MetricCovering,
): Promise<MetricRead> {
  const { window, periodS } = covering
  const read: MetricRead = {
    ...{ rows: 0, answeredIds: new Set(), sums: new Map(), refusedIds: new Set(), detail: null, failure: null },
  }
  if (series.length === 0 || window.toMs <= window.fromMs) return read
  await ensurePartitions(run.pool, ['metric_hour', 'metric_day'], window)
  const periods = (window.toMs - window.fromMs) / (periodS * 1000)
  const size = Math.max(DURATION_STATISTICS, Math.min(MOST_QUERIES, Math.floor(MOST_POINTS / periods)))
  const isVouched = window.fromMs >= run.nowMs - LISTED_MS
  const { asked, sameIds } = isVouched ? splitSame(series) : { asked: series, sameIds: new Map<number, number[]>() }
  const rare = periods <= MOST_KEPT_PERIODS ? findRareCounts(asked) : []
  const rareIds = new Set(rare.map(({ series: { id } }) => id))
  const tellingIds = new Set(rare.flatMap(({ wholeId, invocationsId }) => [wholeId, invocationsId]))
  const telling = new Map<number, MetricResult>()
  const plain = asked.filter(({ id, metric }) => metric !== 'Duration' && !rareIds.has(id))
  const durations = asked.filter(({ metric }) => metric === 'Duration')
  const refused: AskedSeries[] = []
  const withSame = (id: number) => [id, ...(sameIds.get(id) ?? [])]
  const store = async (answered: readonly MetricResult[]) => {
    for (const result of answered) if (tellingIds.has(result.id)) telling.set(result.id, result)
    const results = answered.flatMap((result) => withSame(result.id).map((id) => ({ ...result, id })))
    read.rows += await inTransaction(run.lease, () => storeMetricPoints(run.lease, run.place.id, results, covering))
    for (const { id, complete, points } of results) {
      if (!complete) continue
      read.answeredIds.add(id)
      read.sums.set(
        id,
        points.reduce((sum, [, value]) => sum + value, 0),
      )
    }
  }
  const ask = async (some: readonly AskedSeries[], batchSize = size) => {
    const refusals: Refusals = { count: 0, failure: null }
    for (const batch of cut(some, batchSize)) {
      for await (const part of askByHalves({ run, window, periodS, refusals }, batch)) {
        if (part.failure === null) await store(part.results)
        else if (part.series.length > 1 && some !== durations) throw part.failure
        else {
          read.failure = part.failure
          refused.push(...part.series)
        }
      }
    }
  }
  await ask(plain)
  const zeros = rare.map((count) => zerosOf(count, telling))
  const known = zeros.filter((result) => result !== null)
  if (known.length > 0) await store(known)
  await ask(rare.filter((_, at) => zeros[at] === null).map((count) => count.series))
  await ask(durations, size - (size % DURATION_STATISTICS))
  for (const { id } of refused) for (const refusedId of withSame(id)) read.refusedIds.add(refusedId)
  read.detail = describeRefused(refused, read.failure)
  return read
}

/** sameIds: of series that the one with this id speaks for. */
function splitSame(series: readonly AskedSeries[]): { asked: AskedSeries[]; sameIds: Map<number, number[]> } {
  const keyOf = ({ functionId, metric, statistic }: AskedSeries) => `${functionId} ${metric} ${statistic}`
  const wholes = series.filter(({ qualifier, subject }) => qualifier === '' && subject === '')
  const wholeIds = new Map(wholes.map((one) => [keyOf(one), one.id]))
  const sameIds = new Map<number, number[]>()
  const asked = series.filter((one) => {
    const wholeId = one.asWhole ? wholeIds.get(keyOf(one)) : undefined
    if (wholeId !== undefined) sameIds.set(wholeId, [...(sameIds.get(wholeId) ?? []), one.id])
    return wholeId === undefined
  })
  return { asked, sameIds }
}

/** Null where nothing was refused. */
function describeRefused(refused: readonly AskedSeries[], failure: AwsFailure | null): string | null {
  if (failure === null) return null
  const others = refused.filter(({ metric }) => metric !== 'Duration')
  const [name, ...more] = new Set(others.map(({ functionName }) => functionName ?? 'the region'))
  if (name === undefined) {
    const statistics = [...new Set(refused.map(({ statistic }) => statistic))].sort()
    return `Duration ${statistics.join(', ')} is not available from this endpoint.`
  }
  const metrics = [...new Set(others.map(({ metric }) => metric))].sort()
  const names = more.length === 0 ? name : `${name} and ${more.length} more`
  return `CloudWatch does not answer for ${metrics.join(', ')} of ${names}: ${failure.message}`
}

type Answered = { series: readonly AskedSeries[] } & (
  | { results: MetricResult[]; failure: null }
  | { results: null; failure: AwsFailure }
)

/** failure: the newest refusal. */
type Asking = { run: StepRun; window: TimeRange; periodS: number; refusals: Refusals }
type Refusals = { count: number; failure: AwsFailure | null }

async function* askByHalves(asking: Asking, series: readonly AskedSeries[]): AsyncGenerator<Answered> {
  const { refusals } = asking
  if (refusals.failure !== null && refusals.count >= MOST_REFUSALS) {
    yield { series, results: null, failure: refusals.failure }
    return
  }
  const answer = await askUnlessRefused(asking, series)
  if (!(answer instanceof AwsFailure)) {
    refusals.count = 0
    yield { series, results: answer, failure: null }
    return
  }
  refusals.count += 1
  refusals.failure = answer
  if (series.length === 1) {
    yield { series, results: null, failure: answer }
    return
  }
  // The first halving parts the statistics, because it is one of those that an endpoint does not know.
  const sorted = series.toSorted((a, b) => a.statistic.localeCompare(b.statistic) || a.id - b.id)
  const middle = Math.ceil(sorted.length / 2)
  yield* askByHalves(asking, sorted.slice(0, middle))
  yield* askByHalves(asking, sorted.slice(middle))
}

/** The refusal where the endpoint will not answer these queries; whatever says nothing about the queries is thrown. */
async function askUnlessRefused(
  { run, window, periodS }: Asking,
  series: readonly AskedSeries[],
): Promise<MetricResult[] | AwsFailure> {
  const queries = series.map((one) => buildQuery(one, periodS))
  try {
    return await getMetricData(run.aws, queries, window)
  } catch (error) {
    if (error instanceof AwsFailure && (error.kind === 'unavailable' || error.kind === 'other')) return error
    throw error
  }
}

function buildQuery(series: AskedSeries, periodS: number): MetricQuery {
  const functionId = series.functionId === 0 ? null : series.functionId
  const dimensions = dimensionsOf(functionId === null ? null : series.functionName, series)
  return { id: series.id, functionId, metric: series.metric, statistic: series.statistic, periodS, dimensions }
}

function cut<Item>(items: readonly Item[], size: number): Item[][] {
  const batches: Item[][] = []
  for (let at = 0; at < items.length; at += size) batches.push(items.slice(at, at + size))
  return batches
}

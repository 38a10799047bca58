import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { getMetricData, type MetricQuery, type MetricResult } from '@/lib/sync/aws/get-metric-data'
import { type AskedSeries, dimensionsOf, PERIOD_S } from '@/lib/sync/metric-series'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { storeMetricPoints } from '@/lib/sync/store/store-metric-points'
import type { StepRun } from '@/lib/sync/sync-step'
import type { TimeRange } from '@/lib/sync/time-ranges'

const MOST_QUERIES = 500
const MOST_POINTS = 100_000
/** Statistics of Duration are asked together, and a batch never parts them. */
const DURATION_STATISTICS = 4
/** After so many refusals of halves, with nothing answered, the rest is not tried. */
const MOST_REFUSALS = 8

/** detail names metrics that the endpoint would not answer; those series are refusedIds. answeredIds were answered whole. */
export type MetricRead = { rows: number; answeredIds: Set<number>; refusedIds: Set<number>; detail: string | null }

/**
 * Asks for a window of many series in as few calls as CloudWatch's limits allow, each batch stored as it is answered.
 * Percentiles go in batches of their own, and a batch that is refused is halved until what is refused stands alone: some
 * endpoints fail a whole batch for one query that they do not know.
 */
export async function readMetricBatches(
  run: StepRun,
  series: readonly AskedSeries[],
  covering: { window: TimeRange; forget: TimeRange | null },
): Promise<MetricRead> {
  const { window } = covering
  const read: MetricRead = { rows: 0, answeredIds: new Set(), refusedIds: new Set(), detail: null }
  if (series.length === 0 || window.toMs <= window.fromMs) return read
  await ensurePartitions(run.pool, ['metric_hour', 'metric_day'], window)
  const minutes = (window.toMs - window.fromMs) / (PERIOD_S * 1000)
  const size = Math.max(DURATION_STATISTICS, Math.min(MOST_QUERIES, Math.floor(MOST_POINTS / minutes)))
  const plain = series.filter(({ metric }) => metric !== 'Duration')
  const durations = series.filter(({ metric }) => metric === 'Duration')
  const failed = new Set<string>()
  const store = async (results: readonly MetricResult[]) => {
    read.rows += await inTransaction(run.lease, () =>
      storeMetricPoints(run.lease, run.place.id, results, { ...covering, periodS: PERIOD_S }),
    )
    for (const { id, complete } of results) if (complete) read.answeredIds.add(id)
  }
  for (const batch of cut(plain, size)) await store(await getMetricData(run.aws, batch.map(toQuery), window))
  const refusals = { count: 0 }
  for (const batch of cut(durations, size - (size % DURATION_STATISTICS))) {
    for await (const part of askByHalves(run, batch, window, refusals)) {
      if (part.results !== null) await store(part.results)
      else
        for (const { id, statistic } of part.series) {
          read.refusedIds.add(id)
          failed.add(statistic)
        }
    }
  }
  if (failed.size > 0) read.detail = `Duration ${[...failed].sort().join(', ')} is not available from this endpoint.`
  return read
}

type Answered = { series: readonly AskedSeries[]; results: MetricResult[] | null }

async function* askByHalves(
  run: StepRun,
  series: readonly AskedSeries[],
  window: TimeRange,
  refusals: { count: number },
): AsyncGenerator<Answered> {
  const results = refusals.count < MOST_REFUSALS ? await askUnlessRefused(run, series, window) : null
  if (results !== null) {
    refusals.count = 0
    yield { series, results }
    return
  }
  refusals.count += 1
  if (series.length === 1 || refusals.count >= MOST_REFUSALS) {
    yield { series, results: null }
    return
  }
  // The first halving parts the statistics, because it is one of those that an endpoint does not know.
  const sorted = series.toSorted((a, b) => a.statistic.localeCompare(b.statistic) || a.id - b.id)
  const middle = Math.ceil(sorted.length / 2)
  yield* askByHalves(run, sorted.slice(0, middle), window, refusals)
  yield* askByHalves(run, sorted.slice(middle), window, refusals)
}

/** Null when the endpoint will not answer these queries; whatever says nothing about the queries is thrown. */
async function askUnlessRefused(
  run: StepRun,
  series: readonly AskedSeries[],
  window: TimeRange,
): Promise<MetricResult[] | null> {
  try {
    return await getMetricData(run.aws, series.map(toQuery), window)
  } catch (error) {
    if (error instanceof AwsFailure && (error.kind === 'unavailable' || error.kind === 'other')) return null
    throw error
  }
}

function toQuery(series: AskedSeries): MetricQuery {
  const dimensions = dimensionsOf(series.functionId === 0 ? null : series.functionName, series)
  return { id: series.id, metric: series.metric, statistic: series.statistic, periodS: PERIOD_S, dimensions }
}

function cut<Item>(items: readonly Item[], size: number): Item[][] {
  const batches: Item[][] = []
  for (let at = 0; at < items.length; at += size) batches.push(items.slice(at, at + size))
  return batches
}

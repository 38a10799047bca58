import { type DurationPart, mixPercentiles } from '@/lib/domain/mix-percentiles'
import type { Db } from '@/lib/server/db'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import type { QualifierSource } from '@/lib/server/queries/get-qualifier-source'

/** Of one period, in ms: percentiles are estimated where the period is longer than CloudWatch's minute. */
export type CloudWatchDurations = { p50: number | null; p95: number | null; p99: number | null; average: number | null }

const MINUTE = 60_000
const WANTED = ['p50', 'p95', 'p99', 'Average', 'Maximum'].map((statistic) => `Duration ${statistic}`)

/**
 * CloudWatch's durations of one dimension set by period number, mixed from its minutes by their number of invocations;
 * periods without any are absent. They are asked for only where log lines do not tell, so that most functions have none.
 */
export async function getCloudWatchDurations(
  db: Db,
  functionId: number,
  { sets }: Pick<QualifierSource, 'sets'>,
  grid: { fromMs: number; toMs: number; periodMs: number },
): Promise<Map<number, CloudWatchDurations>> {
  const [set] = sets?.length === 1 ? sets : []
  if (set === undefined) return new Map()
  const { fromMs, toMs, periodMs } = grid
  const qualifiers = [set.qualifier]
  const request = { fromMs, toMs, periodMs: MINUTE, functionIds: [functionId], qualifiers }
  const durations = await getMetricBuckets(db, { ...request, wanted: WANTED })
  if (durations.every(({ values }) => values.size === 0)) return new Map()
  const all = [...durations, ...(await getMetricBuckets(db, { ...request, wanted: ['Invocations Sum'] }))]
  const own = all.filter(({ executedVersion }) => executedVersion === set.executedVersion)
  const parts = new Map<number, (DurationPart & { sum: number })[]>()
  for (const [minute, part] of partsOf(own)) {
    const period = Math.floor((minute * MINUTE) / periodMs)
    parts.set(period, [...(parts.get(period) ?? []), part])
  }
  return new Map([...parts].map(([period, minutes]) => [period, mix(minutes)]))
}

function* partsOf(series: readonly MetricBuckets[]): Generator<[number, DurationPart & { sum: number }]> {
  const valuesOf = (metric: string, statistic: string) =>
    series.find((one) => one.metric === metric && one.statistic === statistic)?.values ?? new Map<number, number>()
  const [p50, p95, p99] = ['p50', 'p95', 'p99'].map((statistic) => valuesOf('Duration', statistic))
  const average = valuesOf('Duration', 'Average')
  const invocations = valuesOf('Invocations', 'Sum')
  for (const [minute, max] of valuesOf('Duration', 'Maximum')) {
    const known = { p50: p50?.get(minute), p95: p95?.get(minute), p99: p99?.get(minute) }
    const count = invocations.get(minute)
    if (known.p50 === undefined || known.p95 === undefined || known.p99 === undefined) continue
    // Without its number a minute has no weight among the others.
    if (count === undefined) continue
    const sum = count * (average.get(minute) ?? known.p50)
    yield [minute, { p50: known.p50, p95: known.p95, p99: known.p99, max, count, sum }]
  }
}

function mix(minutes: readonly (DurationPart & { sum: number })[]): CloudWatchDurations {
  const [p50 = null, p95 = null, p99 = null] = mixPercentiles(minutes, [0.5, 0.95, 0.99])
  const count = minutes.reduce((sum, part) => sum + part.count, 0)
  const sum = minutes.reduce((total, part) => total + part.sum, 0)
  return { p50, p95, p99, average: count === 0 ? null : sum / count }
}

import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import type { FunctionShare } from '@/lib/server/meter'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { callAws } from '@/lib/sync/aws/call-aws'
import { isPage, numberOf, recordsOf, textOf, timeOf } from '@/lib/sync/aws/parse-values'
import { readPages } from '@/lib/sync/aws/read-pages'
import type { TimeRange } from '@/lib/sync/time-ranges'

/** functionId: that it asks for; null: for none, or for all. */
export type MetricQuery = {
  id: number
  functionId: number | null
  metric: string
  statistic: string
  periodS: number
  dimensions: Readonly<Record<string, string>>
}

/** points: [epoch ms, value]. complete: CloudWatch has answered the whole window, also when there is no point. */
export type MetricResult = { id: number; points: [number, number][]; complete: boolean }

const MOST_QUERIES = 500
const STATISTICS_BILLED_AS_ONE = 5

/**
 * The points of at most 500 metrics in a window of whole minutes, merged over all pages; oldest first.
 * A metric that CloudWatch would not answer is there with complete false. Throws AwsFailure for the batch as a whole.
 */
export async function getMetricData(
  aws: AwsAccess,
  queries: readonly MetricQuery[],
  window: TimeRange,
): Promise<MetricResult[]> {
  if (queries.length > MOST_QUERIES) throw new RangeError(`GetMetricData takes ${MOST_QUERIES} queries at most`)
  const results = new Map(queries.map(({ id }) => [id, { id, points: [], complete: false } as MetricResult]))
  const input = {
    StartTime: new Date(window.fromMs),
    EndTime: new Date(window.toMs),
    ScanBy: 'TimestampAscending' as const,
    MetricDataQueries: queries.map(toQuery),
  }
  const functions = shareOut(queries)
  const pages = readPages(
    { service: 'cloudwatch', operation: 'GetMetricData' },
    (NextToken) =>
      callAws(aws, {
        service: 'cloudwatch',
        operation: 'GetMetricData',
        functions,
        units: NextToken === undefined ? countBilledMetrics(queries) : 0,
        send: (options) => aws.clients.cloudwatch.send(new GetMetricDataCommand({ ...input, NextToken }), options),
        isWhole: ({ MetricDataResults, NextToken: next }) =>
          isPage(MetricDataResults, next, 'Id', 'StatusCode') && recordsOf(MetricDataResults).every(hasWholePoints),
      }),
    (page) => page.NextToken,
    () => {
      for (const result of results.values()) result.points = []
    },
  )
  for await (const { page } of pages) {
    for (const item of recordsOf(page.MetricDataResults)) addResult(results, item)
  }
  return [...results.values()]
}

/** Up to five statistics of one metric in one request are billed as one metric. */
export function countBilledMetrics(queries: readonly MetricQuery[]): number {
  const statistics = new Map<string, number>()
  for (const { metric, dimensions, periodS } of queries) {
    const key = JSON.stringify([metric, periodS, Object.entries(dimensions).sort()])
    statistics.set(key, (statistics.get(key) ?? 0) + 1)
  }
  let billed = 0
  for (const count of statistics.values()) billed += Math.ceil(count / STATISTICS_BILLED_AS_ONE)
  return billed
}

/** What of a request each function is asked for, as AWS bills it. */
export function shareOut(queries: readonly MetricQuery[]): FunctionShare[] {
  const billed = countBilledMetrics(queries)
  const ofFunction = new Map<number, MetricQuery[]>()
  for (const query of queries) {
    if (query.functionId === null) continue
    const own = ofFunction.get(query.functionId)
    if (own === undefined) ofFunction.set(query.functionId, [query])
    else own.push(query)
  }
  return [...ofFunction].map(([functionId, own]) => ({ functionId, share: countBilledMetrics(own) / billed }))
}

function toQuery({ id, metric, statistic, periodS, dimensions }: MetricQuery) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
  const Metric = { Namespace: 'AWS/Lambda', MetricName: metric, Dimensions }
  return { Id: `m${id}`, MetricStat: { Metric, Period: periodS, Stat: statistic } }
}

/** As many values as times, each of them readable: a point that cannot be read must not be taken for a minute without one. */
function hasWholePoints({ Timestamps: times = [], Values: values = [] }: Readonly<Record<string, unknown>>): boolean {
  if (!Array.isArray(times) || !Array.isArray(values) || times.length !== values.length) return false
  return times.every((time) => timeOf(time) !== null) && values.every((value) => numberOf(value) !== null)
}

function addResult(results: Map<number, MetricResult>, item: Readonly<Record<string, unknown>>): void {
  const result = results.get(Number(textOf(item.Id)?.slice(1)))
  if (result === undefined) return
  const times: unknown[] = Array.isArray(item.Timestamps) ? item.Timestamps : []
  const values: unknown[] = Array.isArray(item.Values) ? item.Values : []
  for (const [at, time] of times.entries()) {
    const atMs = timeOf(time)
    const value = numberOf(values[at])
    if (atMs !== null && value !== null) result.points.push([atMs, value])
  }
  // The last page that speaks of a metric decides: PartialData before it only says that there is more.
  result.complete = textOf(item.StatusCode) === 'Complete'
}

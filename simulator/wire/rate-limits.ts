import type { Operation } from '@/simulator/wire/operation'

const filterLogEventsRates: Record<string, number> = {
  'us-east-1': 25,
  'ap-northeast-3': 5,
  'ap-southeast-3': 5,
  'ca-west-1': 5,
  'eu-central-1': 5,
  'il-central-1': 5,
}

const getLogEventsSlow = new Set([
  'us-west-2',
  'eu-west-1',
  'eu-central-1',
  'ap-northeast-3',
  'ap-southeast-3',
  'ca-west-1',
  'il-central-1',
])

/** AWS's published requests per second for a call, and the bucket that it shares with others. */
function findLimit(operation: Operation, region: string): { bucket: string; rate: number } | null {
  const { service, name } = operation
  if (service === 'lambda') {
    if (name === 'GetFunction') return { bucket: name, rate: 100 }
    if (name === 'GetPolicy') return { bucket: name, rate: 15 }
    return { bucket: 'control-plane', rate: 15 }
  }
  if (service === 'logs') {
    const rates: Record<string, number> = {
      FilterLogEvents: filterLogEventsRates[region] ?? 10,
      GetLogEvents: region === 'eu-west-3' ? 30 : getLogEventsSlow.has(region) ? 10 : 25,
      DescribeLogGroups: 10,
      DescribeLogStreams: 25,
      StartQuery: 10,
      GetQueryResults: 10,
    }
    return { bucket: name, rate: rates[name] ?? 10 }
  }
  if (service === 'cloudwatch') {
    const rates: Record<string, number> = { GetMetricData: 500, ListMetrics: 25, GetMetricStatistics: 400 }
    return { bucket: name, rate: rates[name] ?? 10 }
  }
  // X-Ray publishes no read rates; five a second is what integrators report to be safe.
  return service === 'xray' ? { bucket: name, rate: 5 } : null
}

/** Token buckets per region and call: one second's worth of burst, refilled in real time. */
export class RateLimits {
  readonly #realNow: () => number
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>()

  constructor(realNow: () => number) {
    this.#realNow = realNow
  }

  /** Takes one token; false when the call is over AWS's rate. */
  admits(operation: Operation, region: string): boolean {
    const limit = findLimit(operation, region)
    if (!limit) return true
    const realNowMs = this.#realNow()
    const key = `${region}/${operation.service}/${limit.bucket}`
    const bucket = this.#buckets.get(key) ?? { tokens: limit.rate, atMs: realNowMs }
    bucket.tokens = Math.min(limit.rate, bucket.tokens + ((realNowMs - bucket.atMs) / 1000) * limit.rate)
    bucket.atMs = realNowMs
    this.#buckets.set(key, bucket)
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }
}

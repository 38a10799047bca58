import { functionOptions } from '@/lib/client/function-options'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { RangeChoice } from '@/lib/client/range-param'
import type { MetricsResponse } from '@/lib/contracts/metrics'

/** A function's series over a range, the period left to the server. qualifier null: all traffic. */
export const metricsOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  functionOptions<MetricsResponse>(fn, 'metrics', range, qualifier)

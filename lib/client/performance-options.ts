import { functionOptions } from '@/lib/client/function-options'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { RangeChoice } from '@/lib/client/range-param'
import type { PerformanceResponse } from '@/lib/contracts/performance'

/** How long a function's invocations took over a range. qualifier null: all traffic. */
export const performanceOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  functionOptions<PerformanceResponse>(fn, 'performance', range, qualifier)

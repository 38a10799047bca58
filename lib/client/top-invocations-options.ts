import { functionOptions } from '@/lib/client/function-options'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { RangeChoice } from '@/lib/client/range-param'
import type { TopInvocationsResponse } from '@/lib/contracts/top-invocations'

/** A function's slowest and dearest invocations over a range. qualifier null: all traffic. */
export const topInvocationsOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  functionOptions<TopInvocationsResponse>(fn, 'invocations/top', range, qualifier)

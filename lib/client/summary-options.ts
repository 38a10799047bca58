import { functionOptions } from '@/lib/client/function-options'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { RangeChoice } from '@/lib/client/range-param'
import type { SummaryResponse } from '@/lib/contracts/summary'

/** A function's figures over a range. qualifier null: all traffic. */
export const summaryOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  functionOptions<SummaryResponse>(fn, 'summary', range, qualifier)

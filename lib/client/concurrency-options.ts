import { functionOptions } from '@/lib/client/function-options'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { RangeChoice } from '@/lib/client/range-param'
import type { FunctionConcurrency, LanesResponse } from '@/lib/contracts/concurrency'

/** What of a function ran at once over a range, and what was throttled. qualifier null: all traffic. */
export const concurrencyOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  functionOptions<FunctionConcurrency>(fn, 'concurrency', range, qualifier)

/** The newest invocations of a range with their execution environments. */
export const lanesOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  functionOptions<LanesResponse>(fn, 'lanes', range, qualifier)

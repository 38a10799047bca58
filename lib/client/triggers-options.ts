import { functionOptions } from '@/lib/client/function-options'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { RangeChoice } from '@/lib/client/range-param'
import type { TriggersResponse } from '@/lib/contracts/triggers'

/** What calls a function, and what became of its events over a range. */
export const triggersOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  functionOptions<TriggersResponse>(fn, 'triggers', range, qualifier)

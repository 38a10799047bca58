import { functionOptions } from '@/lib/client/function-options'
import type { FunctionRef } from '@/lib/client/function-ref'
import type { RangeChoice } from '@/lib/client/range-param'
import type { ConfigurationResponse } from '@/lib/contracts/configuration'

/** How a function is set up, with findings over a range. */
export const configurationOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  functionOptions<ConfigurationResponse>(fn, 'configuration', range, qualifier)

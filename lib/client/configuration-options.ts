import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { ConfigurationResponse } from '@/lib/contracts/configuration'

/** How a function is set up, with findings over a range. */
export const configurationOptions = (fn: FunctionRef, range: RangeChoice) =>
  queryOptions({
    queryKey: ['functions', fn, 'configuration', rangeKey(range)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { accountId, region } = fn
      const request = { ...rangeWindow(range, Date.now()), accountId, region }
      return getJson<ConfigurationResponse>(functionApi(fn, '/configuration'), request, signal)
    },
  })

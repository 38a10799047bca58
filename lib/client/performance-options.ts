import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { PerformanceResponse } from '@/lib/contracts/performance'

/** How long a function's invocations took over a range. qualifier null: all traffic. */
export const performanceOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  queryOptions({
    queryKey: ['functions', fn, 'performance', rangeKey(range), qualifier],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { accountId, region } = fn
      const request = {
        ...rangeWindow(range, Date.now()),
        accountId,
        region,
        ...(qualifier === null ? {} : { qualifier }),
      }
      return getJson<PerformanceResponse>(functionApi(fn, '/performance'), request, signal)
    },
  })

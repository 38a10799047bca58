import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { MetricsResponse } from '@/lib/contracts/metrics'

/** A function's series over a range, the period left to the server. qualifier null: all traffic. */
export const metricsOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  queryOptions({
    queryKey: ['functions', fn, 'metrics', rangeKey(range), qualifier],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { accountId, region } = fn
      const request = {
        ...rangeWindow(range, Date.now()),
        accountId,
        region,
        ...(qualifier === null ? {} : { qualifier }),
      }
      return getJson<MetricsResponse>(functionApi(fn, '/metrics'), request, signal)
    },
  })

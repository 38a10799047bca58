import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { SummaryResponse } from '@/lib/contracts/summary'

/** A function's figures over a range. qualifier null: all traffic. */
export const summaryOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  queryOptions({
    queryKey: ['functions', fn, 'summary', rangeKey(range), qualifier],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { accountId, region } = fn
      const request = {
        ...rangeWindow(range, Date.now()),
        accountId,
        region,
        ...(qualifier === null ? {} : { qualifier }),
      }
      return getJson<SummaryResponse>(functionApi(fn, '/summary'), request, signal)
    },
  })

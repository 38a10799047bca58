import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { FunctionConcurrency, LanesResponse } from '@/lib/contracts/concurrency'

/** What of a function ran at once over a range, and what was throttled. qualifier null: all traffic. */
export const concurrencyOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  queryOptions({
    queryKey: ['functions', fn, 'concurrency', rangeKey(range), qualifier],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      getJson<FunctionConcurrency>(functionApi(fn, '/concurrency'), requestOf(fn, range, qualifier), signal),
  })

/** The newest invocations of a range with their execution environments. */
export const lanesOptions = (fn: FunctionRef, range: RangeChoice, qualifier: string | null) =>
  queryOptions({
    queryKey: ['functions', fn, 'lanes', rangeKey(range), qualifier],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<LanesResponse>(functionApi(fn, '/lanes'), requestOf(fn, range, qualifier), signal),
  })

function requestOf({ accountId, region }: FunctionRef, range: RangeChoice, qualifier: string | null) {
  return { ...rangeWindow(range, Date.now()), accountId, region, ...(qualifier === null ? {} : { qualifier }) }
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { TriggersResponse } from '@/lib/contracts/triggers'

/** What calls a function, and what became of its events over a range. */
export const triggersOptions = (fn: FunctionRef, range: RangeChoice) =>
  queryOptions({
    queryKey: ['functions', fn, 'triggers', rangeKey(range)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { accountId, region } = fn
      const request = { ...rangeWindow(range, Date.now()), accountId, region }
      return getJson<TriggersResponse>(functionApi(fn, '/triggers'), request, signal)
    },
  })

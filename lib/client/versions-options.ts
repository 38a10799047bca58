import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ComparisonChoice, comparisonKey, comparisonRequest } from '@/lib/client/comparison-choice'
import { functionOptions } from '@/lib/client/function-options'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import type { RangeChoice } from '@/lib/client/range-param'
import type { CompareResponse, VersionsResponse } from '@/lib/contracts/versions'

/** Versions of a function and the calls through its aliases over a range. */
export const versionsOptions = (fn: FunctionRef, range: RangeChoice) =>
  functionOptions<VersionsResponse>(fn, 'versions', range)

/** Two qualifiers of a function over two windows. */
export const comparisonOptions = (fn: FunctionRef, choice: ComparisonChoice) =>
  queryOptions({
    queryKey: ['functions', fn, 'compare', comparisonKey(choice)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { accountId, region } = fn
      const request = { ...comparisonRequest(choice, Date.now()), accountId, region }
      return getJson<CompareResponse>(functionApi(fn, '/compare'), request, signal)
    },
  })

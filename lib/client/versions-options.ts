import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ComparisonChoice, comparisonKey, comparisonRequest } from '@/lib/client/comparison-choice'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { CompareResponse, VersionsResponse } from '@/lib/contracts/versions'

/** Versions of a function and the calls through its aliases over a range. */
export const versionsOptions = (fn: FunctionRef, range: RangeChoice) =>
  queryOptions({
    queryKey: ['functions', fn, 'versions', rangeKey(range)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { accountId, region } = fn
      const request = { ...rangeWindow(range, Date.now()), accountId, region }
      return getJson<VersionsResponse>(functionApi(fn, '/versions'), request, signal)
    },
  })

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

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { CoverageResponse } from '@/lib/contracts/coverage'

const FRESH_MS = 60_000

/** What the figures of a scope rest on over a range; one answer for all pages that show it. */
export const coverageOptions = (range: RangeChoice, scope: readonly Place[]) =>
  queryOptions({
    queryKey: ['coverage', rangeKey(range), scope],
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    queryFn: ({ signal }) => {
      const request = { ...rangeWindow(range, Date.now()), ...placeRequest(scope) }
      return getJson<CoverageResponse>('/api/coverage', request, signal)
    },
  })

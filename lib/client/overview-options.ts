import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { OverviewResponse } from '@/lib/contracts/overview'

/** What all functions in scope did over a range. */
export const overviewOptions = (range: RangeChoice, scope: readonly Place[]) =>
  queryOptions({
    queryKey: ['overview', overviewKey(range, scope)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const request = { ...rangeWindow(range, Date.now()), ...placeRequest(scope) }
      return getJson<OverviewResponse>('/api/overview', request, signal)
    },
  })

export function overviewKey(range: RangeChoice, scope: readonly Place[]): string {
  return JSON.stringify([rangeKey(range), scope])
}

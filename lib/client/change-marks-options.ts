import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest, scopeParam } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { ChangeMarksResponse } from '@/lib/contracts/changes'

/** A flag stands at a moment; the page that it leads to shows some minutes around it. */
const AROUND_MS = 10 * 60_000

/** Whose changes a chart shows. names: of functions, none for all of them. places: none for everywhere. */
export type ChangesOf = { names: readonly string[]; places: readonly Place[] }

/** When something was changed, all of the range, few enough to draw. */
export const changeMarksOptions = ({ names, places }: ChangesOf, range: RangeChoice) =>
  queryOptions({
    queryKey: ['changes', 'marks', names, places, rangeKey(range)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const of = { ...placeRequest(places), ...(names.length === 0 ? {} : { functionName: names.join(',') }) }
      return getJson<ChangeMarksResponse>('/api/changes/marks', { ...rangeWindow(range, Date.now()), ...of }, signal)
    },
  })

/** The way from a flag to what it stands for: of the same functions and places, some minutes around it. */
export function changesLink({ names, places }: ChangesOf, { atMs, untilMs }: { atMs: number; untilMs: number }) {
  return {
    to: '/changes',
    params: {
      functionName: names.length === 0 ? null : names.join(','),
      scope: places.length === 0 ? null : scopeParam(places),
      range: null,
      from: String(atMs - AROUND_MS),
      to: String(untilMs + AROUND_MS),
    },
  }
}

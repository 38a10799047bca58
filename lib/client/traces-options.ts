import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { ListTracesResponse, TraceSort } from '@/lib/contracts/traces'

const TRACES_PAGE = 100

export type TracesChoice = {
  range: RangeChoice
  scope: readonly Place[]
  filter: string | null
  functionName: string | null
  /** Of functionName. */
  qualifier: string | null
  sort: TraceSort
}

/** Pages of traces. The window is fixed by the first page, so that later pages continue it. */
export const tracesOptions = (choice: TracesChoice) =>
  infiniteQueryOptions({
    queryKey: ['traces', tracesKey(choice)],
    placeholderData: keepPreviousData,
    initialPageParam: null as { cursor: string; from: number; to: number } | null,
    queryFn: async ({ signal, pageParam }) => {
      const { from, to } = pageParam ?? rangeWindow(choice.range, Date.now())
      const request = {
        ...tracesRequest(choice, from, to),
        ...(pageParam === null ? {} : { cursor: pageParam.cursor }),
      }
      const page = await getJson<ListTracesResponse>('/api/traces', request, signal)
      return { ...page, from, to }
    },
    getNextPageParam: ({ nextCursor, from, to }) => (nextCursor === null ? null : { cursor: nextCursor, from, to }),
  })

export function tracesRequest(choice: TracesChoice, from: number, to: number) {
  return { from, to, limit: TRACES_PAGE, sort: choice.sort, ...tracesWanted(choice) }
}

/** Which traces are asked for, but for their window. */
export function tracesWanted({ scope, filter, functionName, qualifier }: TracesChoice) {
  return {
    ...placeRequest(scope),
    ...(filter === null ? {} : { filter }),
    ...(functionName === null ? {} : { functionName }),
    ...(functionName === null || qualifier === null ? {} : { qualifier }),
  }
}

export function tracesKey({ range, scope, filter, functionName, qualifier, sort }: TracesChoice): string {
  return JSON.stringify([rangeKey(range), scope, filter, functionName, qualifier, sort])
}

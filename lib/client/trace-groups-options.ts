import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import { type TracesChoice, tracesKey, tracesWanted } from '@/lib/client/traces-options'
import type {
  CompareTracesResponse,
  TraceGroupsRequest,
  TraceGroupsResponse,
  TracePointsResponse,
  TraceVocabularyResponse,
} from '@/lib/contracts/trace-groups'

export type GroupedBy = TraceGroupsRequest['by']

/** The window that was asked for goes along: a picture is drawn over it. */
export const tracePointsOptions = (choice: TracesChoice) =>
  queryOptions({
    queryKey: ['traces', 'points', tracesKey({ ...choice, sort: 'newest' })],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const window = rangeWindow(choice.range, Date.now())
      const request = { ...window, ...tracesWanted(choice) }
      return { ...(await getJson<TracePointsResponse>('/api/traces/points', request, signal)), window }
    },
  })

export const traceGroupsOptions = (choice: TracesChoice, by: GroupedBy) =>
  queryOptions({
    queryKey: ['traces', 'groups', by, tracesKey({ ...choice, sort: 'newest' })],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const request = { ...rangeWindow(choice.range, Date.now()), ...tracesWanted(choice), by }
      return getJson<TraceGroupsResponse>('/api/traces/groups', request, signal)
    },
  })

type Compared = { by: GroupedBy; left: string; right: string }

export const compareTracesOptions = (choice: TracesChoice, compared: Compared) =>
  queryOptions({
    queryKey: ['traces', 'compare', compared, tracesKey({ ...choice, sort: 'newest' })],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const request = { ...rangeWindow(choice.range, Date.now()), ...tracesWanted(choice), ...compared }
      return getJson<CompareTracesResponse>('/api/traces/compare', request, signal)
    },
  })

export const traceVocabularyOptions = (range: RangeChoice, scope: readonly Place[]) =>
  queryOptions({
    queryKey: ['traces', 'vocabulary', rangeKey(range), scope],
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => {
      const request = { ...rangeWindow(range, Date.now()), ...placeRequest(scope) }
      return getJson<TraceVocabularyResponse>('/api/traces/vocabulary', request, signal)
    },
  })

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { FunctionRef } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { ChangeGroup, ListChangesResponse } from '@/lib/contracts/changes'
import { leastExtent, type ReadExtent, type ReadSource } from '@/lib/domain/read-extent'

const NEWEST = 50
/** As many as are shown. */
const NEWEST_OF_ALL = 8
const CHANGES_PAGE = 200

/** The newest changes of a function in the window. */
export const changesOptions = ({ name, accountId, region }: FunctionRef, range: RangeChoice) =>
  queryOptions({
    queryKey: ['changes', accountId, region, name, rangeKey(range)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, to } = rangeWindow(range, Date.now())
      const request = { from, to, functionName: name, accountId, region, limit: NEWEST }
      return getJson<ListChangesResponse>('/api/changes', request, signal)
    },
  })

/** The newest changes of all functions in the window. */
export const newestChangesOptions = (range: RangeChoice, scope: readonly Place[]) =>
  queryOptions({
    queryKey: ['changes', 'newest', newestChangesKey(range, scope)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      getJson<ListChangesResponse>('/api/changes', newestChangesRequest(range, scope, Date.now()), signal),
  })

export function newestChangesRequest(range: RangeChoice, scope: readonly Place[], nowMs: number) {
  return { ...rangeWindow(range, nowMs), ...placeRequest(scope), limit: NEWEST_OF_ALL }
}

export function newestChangesKey(range: RangeChoice, scope: readonly Place[]): string {
  return JSON.stringify([rangeKey(range), scope])
}

export type ChangesChoice = {
  range: RangeChoice
  scope: readonly Place[]
  group: ChangeGroup | null
  search: string | null
  functionName: string | null
}

/** Pages of the changes of all functions. The window is fixed by the first page, so that later pages continue it. */
export const allChangesOptions = (choice: ChangesChoice) =>
  infiniteQueryOptions({
    queryKey: ['changes', allChangesKey(choice)],
    placeholderData: keepPreviousData,
    initialPageParam: null as { cursor: string; from: number; to: number } | null,
    queryFn: async ({ signal, pageParam }) => {
      const { from, to } = pageParam ?? rangeWindow(choice.range, Date.now())
      const request = {
        ...allChangesRequest(choice, from, to),
        ...(pageParam === null ? {} : { cursor: pageParam.cursor }),
      }
      const page = await getJson<ListChangesResponse>('/api/changes', request, signal)
      return { ...page, from, to }
    },
    getNextPageParam: ({ nextCursor, from, to }) => (nextCursor === null ? null : { cursor: nextCursor, from, to }),
  })

export function allChangesRequest({ scope, group, search, functionName }: ChangesChoice, from: number, to: number) {
  return {
    from,
    to,
    limit: CHANGES_PAGE,
    ...placeRequest(scope),
    ...(group === null ? {} : { group }),
    ...(search === null ? {} : { search }),
    ...(functionName === null ? {} : { functionName }),
  }
}

export function allChangesKey({ range, ...rest }: ChangesChoice): string {
  return JSON.stringify([rangeKey(range), rest])
}

/** What of changes is known least: of all kinds, the looks at functions and the log lines that tell of new issues. */
export function leastRead(
  { inventory, logs }: ListChangesResponse['read'],
  group: ChangeGroup | null = null,
): { read: ReadExtent; source: ReadSource } {
  const read = group === 'issues' ? logs : group === null ? leastExtent(inventory, logs) : inventory
  return { read, source: read === logs ? 'logs' : 'inventory' }
}

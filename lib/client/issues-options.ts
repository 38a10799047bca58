import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { FunctionRef } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { IssueClass, IssueDetail, IssueSort, IssueState, ListIssuesResponse } from '@/lib/contracts/issues'

const ISSUES_PAGE = 100
const TOP_ISSUES = 5
const NEWEST_ISSUES = 20

/** state and class null: all. */
export type IssuesChoice = {
  range: RangeChoice
  scope: readonly Place[]
  state: IssueState | null
  class: IssueClass | null
  functionName: string | null
  /** Of functionName, in the one place of scope. */
  qualifier: string | null
  search: string | null
  sort: IssueSort
}

/** Pages of issues. The window is fixed by the first page, so that later pages continue it. */
export const issuesOptions = (choice: IssuesChoice) =>
  infiniteQueryOptions({
    queryKey: ['issues', 'list', issuesKey(choice)],
    placeholderData: keepPreviousData,
    initialPageParam: null as { cursor: string; from: number; to: number } | null,
    queryFn: async ({ signal, pageParam }) => {
      const { from, to } = pageParam ?? rangeWindow(choice.range, Date.now())
      const request = { ...issuesRequest(choice, from, to), ...(pageParam && { cursor: pageParam.cursor }) }
      const page = await getJson<ListIssuesResponse>('/api/issues', request, signal)
      return { ...page, from, to }
    },
    getNextPageParam: ({ nextCursor, from, to }) => (nextCursor === null ? null : { cursor: nextCursor, from, to }),
  })

export function issuesRequest(choice: IssuesChoice, from: number, to: number) {
  const { scope, state, class: issueClass, functionName, qualifier, search, sort } = choice
  return {
    from,
    to,
    sort,
    limit: ISSUES_PAGE,
    ...placeRequest(scope),
    ...(state === null ? {} : { state }),
    ...(issueClass === null ? {} : { class: issueClass }),
    ...(functionName === null ? {} : { functionName }),
    ...(functionName === null || qualifier === null ? {} : { ...scope[0], qualifier }),
    ...(search === null ? {} : { search }),
  }
}

export function issuesKey({ range, ...rest }: IssuesChoice): string {
  return JSON.stringify([rangeKey(range), rest])
}

/** One issue over a range. */
export const issueOptions = (id: string, range: RangeChoice) =>
  queryOptions({
    queryKey: ['issues', id, rangeKey(range)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<IssueDetail>(`/api/issues/${id}`, rangeWindow(range, Date.now()), signal),
  })

/** The issues of a function with the most occurrences that nobody has put aside. qualifier null: of all traffic. */
export const topIssuesOptions = (
  { name, accountId, region }: FunctionRef,
  range: RangeChoice,
  qualifier: string | null,
) =>
  queryOptions({
    queryKey: ['issues', 'top', name, accountId, region, rangeKey(range), qualifier],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const request = topIssuesRequest({ name, accountId, region }, range, qualifier, Date.now())
      return getJson<ListIssuesResponse>('/api/issues', request, signal)
    },
  })

export function topIssuesRequest(
  { name, accountId, region }: FunctionRef,
  range: RangeChoice,
  qualifier: string | null,
  nowMs: number,
) {
  const of = { functionName: name, accountId, region, ...(qualifier === null ? {} : { qualifier }) }
  return { ...rangeWindow(range, nowMs), ...of, state: 'active' as const, sort: 'count' as const, limit: TOP_ISSUES }
}

/** The issues that were seen first most recently and that nobody has put aside. */
export const newestIssuesOptions = (range: RangeChoice, scope: readonly Place[]) =>
  queryOptions({
    queryKey: ['issues', 'newest', newestIssuesKey(range, scope)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      getJson<ListIssuesResponse>('/api/issues', newestIssuesRequest(range, scope, Date.now()), signal),
  })

export function newestIssuesRequest(range: RangeChoice, scope: readonly Place[], nowMs: number) {
  const window = rangeWindow(range, nowMs)
  return { ...window, ...placeRequest(scope), state: 'active' as const, sort: 'newest' as const, limit: NEWEST_ISSUES }
}

export function newestIssuesKey(range: RangeChoice, scope: readonly Place[]): string {
  return JSON.stringify([rangeKey(range), scope])
}

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { functionRequest } from '@/lib/client/function-options'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { InvocationFacetsResponse, ListInvocationsResponse, ResultFilter } from '@/lib/contracts/invocations'
import type { MemoryBand } from '@/lib/domain/invocations/memory-bands'

export const INVOCATIONS_PAGE = 50

export type InvocationsChoice = {
  range: RangeChoice
  qualifier: string | null
  result: ResultFilter | null
  sort: 'newest' | 'slowest'
  /** Values of facets; null: any. */
  version: string | null
  start: 'cold' | 'warm' | null
  errorType: string | null
  memory: MemoryBand | null
  memorySizeMb: number | null
  traced: 'yes' | 'no' | null
  tenantId: string | null
  /** Longer than, and that long at most; null: any. */
  minDurationMs: number | null
  maxDurationMs: number | null
}

const FILTERS = [
  ...(['qualifier', 'result', 'version', 'start', 'errorType', 'memory', 'memorySizeMb'] as const),
  ...(['traced', 'tenantId', 'minDurationMs', 'maxDurationMs'] as const),
]

/** Pages of a function's invocations. The window is fixed by the first page, so that later pages continue it. */
export const invocationsOptions = (fn: FunctionRef, choice: InvocationsChoice) =>
  infiniteQueryOptions({
    queryKey: ['functions', fn, 'invocations', invocationsKey(choice)],
    placeholderData: keepPreviousData,
    initialPageParam: null as { cursor: string; from: number; to: number } | null,
    queryFn: async ({ signal, pageParam }) => {
      const { accountId, region } = fn
      const { from, to } = pageParam ?? rangeWindow(choice.range, Date.now())
      const request = {
        from,
        to,
        accountId,
        region,
        limit: INVOCATIONS_PAGE,
        sort: choice.sort,
        ...filterOf(choice),
        ...(pageParam === null ? {} : { cursor: pageParam.cursor }),
      }
      const page = await getJson<ListInvocationsResponse>(functionApi(fn, '/invocations'), request, signal)
      return { ...page, from, to }
    },
    getNextPageParam: ({ nextCursor, from, to }) => (nextCursor === null ? null : { cursor: nextCursor, from, to }),
  })

/** How many invocations a choice leaves, by time and by facet; over another range than its own when one is given. */
export const invocationFacetsOptions = (fn: FunctionRef, choice: InvocationsChoice, range = choice.range) =>
  queryOptions({
    queryKey: ['functions', fn, 'invocation-facets', rangeKey(range), filterOf(choice)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const request = { ...functionRequest(fn, range), ...filterOf(choice) }
      return getJson<InvocationFacetsResponse>(functionApi(fn, '/invocations/facets'), request, signal)
    },
  })

export function invocationsKey(choice: InvocationsChoice): string {
  return JSON.stringify([rangeKey(choice.range), filterOf(choice), choice.sort])
}

/** What is chosen, without what is not. */
export function filterOf(choice: InvocationsChoice): Record<string, string | number> {
  return Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = choice[name]
      return value === null ? [] : [[name, value]]
    }),
  )
}

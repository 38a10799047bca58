import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { type FunctionRef, functionApi } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { ListInvocationsResponse } from '@/lib/contracts/invocations'

export const INVOCATIONS_PAGE = 50

export type InvocationsChoice = {
  range: RangeChoice
  qualifier: string | null
  result: string | null
  sort: 'newest' | 'slowest'
  /** Longer than, and that long at most; null: any. */
  minDurationMs: number | null
  maxDurationMs: number | null
}

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
        ...(choice.qualifier === null ? {} : { qualifier: choice.qualifier }),
        ...(choice.result === null ? {} : { result: choice.result }),
        ...(choice.minDurationMs === null ? {} : { minDurationMs: choice.minDurationMs }),
        ...(choice.maxDurationMs === null ? {} : { maxDurationMs: choice.maxDurationMs }),
        ...(pageParam === null ? {} : { cursor: pageParam.cursor }),
      }
      const page = await getJson<ListInvocationsResponse>(functionApi(fn, '/invocations'), request, signal)
      return { ...page, from, to }
    },
    getNextPageParam: ({ nextCursor, from, to }) => (nextCursor === null ? null : { cursor: nextCursor, from, to }),
  })

export function invocationsKey({ range, ...choice }: InvocationsChoice): string {
  const { qualifier, result, sort, minDurationMs, maxDurationMs } = choice
  return JSON.stringify([rangeKey(range), qualifier, result, sort, minDurationMs, maxDurationMs])
}

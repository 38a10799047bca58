import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { TracesChoice } from '@/lib/client/traces-options'
import type { CoverageResponse } from '@/lib/contracts/coverage'
import type { SummaryResponse } from '@/lib/contracts/summary'

const FRESH_MS = 60_000
const MINUTE_MS = 60_000
const SETTLED_MS = 10 * MINUTE_MS

type Window = { from: number; to: number }

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

type OneFunction = Pick<TracesChoice, 'range' | 'scope' | 'functionName' | 'qualifier'>

/** Which share of the invocations of one function, or of a qualifier of it, takes part in a stored trace; null when it is not known. */
export const functionShareOptions = ({ range, scope, functionName, qualifier }: OneFunction) =>
  queryOptions({
    queryKey: ['coverage', 'function', functionName, qualifier, rangeKey(range), scope],
    enabled: functionName !== null,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const window = settledWindow(rangeWindow(range, Date.now()), Date.now())
      if (window === null) return { traces: null }
      // A name that several accounts or regions have is answered with these: whose share it would be is not known.
      const place = scope.length === 1 ? scope[0] : {}
      const request = { ...window, ...place, ...(qualifier === null ? {} : { qualifier }) }
      const path = `/api/functions/${encodeURIComponent(functionName ?? '')}/summary`
      const { coverage } = await getJson<SummaryResponse>(path, request, signal)
      return { traces: coverage.traces }
    },
  })

/** A window without its newest minutes, whose traces may still come; null where nothing of it is left. */
export function settledWindow({ from, to }: Window, nowMs: number): Window | null {
  const settled = Math.min(to, Math.floor((nowMs - SETTLED_MS) / MINUTE_MS) * MINUTE_MS)
  return settled > from ? { from, to: settled } : null
}

import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { CompareTracesResponse, TraceFlameResponse, TraceLinesResponse, TraceStatisticsResponse, XrayExport } from '@/lib/contracts/trace-tools'

/** A trace that is complete does not change; one that is not is asked for anew when its page is. */
const STALE_MS = 60_000

const toolOptions = <Answer>(traceId: string, tool: string) =>
  queryOptions({
    queryKey: ['traces', traceId, tool],
    queryFn: ({ signal }) => getJson<Answer>(`/api/traces/${encodeURIComponent(traceId)}/${tool}`, {}, signal),
    staleTime: STALE_MS,
  })

/** Log lines of all invocations of a trace, by time. */
export const traceLinesOptions = (traceId: string) => toolOptions<TraceLinesResponse>(traceId, 'lines')

/** What each operation of each service did in a trace. */
export const traceStatisticsOptions = (traceId: string) => toolOptions<TraceStatisticsResponse>(traceId, 'statistics')

/** X-Ray's documents of a trace as they came. */
export const traceDocumentsOptions = (traceId: string) => toolOptions<XrayExport>(traceId, 'xray')

/** A trace as a flame graph merged by call path. */
export const traceFlameOptions = (traceId: string) => toolOptions<TraceFlameResponse>(traceId, 'flame')

/** Two traces by their call paths. */
export const compareTracesOptions = (a: string, b: string) =>
  queryOptions({
    queryKey: ['traces', 'compare', a, b],
    queryFn: ({ signal }) => getJson<CompareTracesResponse>('/api/traces/compare', { a, b }, signal),
    staleTime: STALE_MS,
  })

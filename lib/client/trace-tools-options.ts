import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type {
  ComparedTrace,
  TraceFlameResponse,
  TraceLinesResponse,
  TraceStatisticsResponse,
  XrayExport,
} from '@/lib/contracts/trace-tools'
import type { ListTracesResponse } from '@/lib/contracts/traces'

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

const AROUND_MS = 30 * 60_000

/** Traces that began near a trace and hold its entry point, the slowest first. */
export const compareCandidatesOptions = ({ id, startMs, entry, accountId, region }: ComparedTrace) =>
  queryOptions({
    queryKey: ['traces', id, 'candidates'],
    queryFn: ({ signal }) => {
      const window = { from: Math.floor(startMs) - AROUND_MS, to: Math.ceil(startMs) + AROUND_MS }
      const filter = entry === null ? {} : { filter: `service(${JSON.stringify(entry)})` }
      const request = { ...window, ...filter, accountId, region, sort: 'slowest', limit: 50 }
      return getJson<ListTracesResponse>('/api/traces', request, signal)
    },
    staleTime: STALE_MS,
  })

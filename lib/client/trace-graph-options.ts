import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { GraphResponse } from '@/lib/contracts/traces'

/** One trace as a graph of services. */
export const traceGraphOptions = (traceId: string) =>
  queryOptions({
    queryKey: ['traces', traceId, 'graph'],
    queryFn: ({ signal }) => getJson<GraphResponse>(`/api/traces/${encodeURIComponent(traceId)}/graph`, {}, signal),
    staleTime: 60_000,
  })

import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { TraceColumnsResponse } from '@/lib/contracts/traces'

/** All spans of a trace as columns; those of one version of a trace never change. */
export const traceColumnsOptions = (traceId: string, version: string) =>
  queryOptions({
    queryKey: ['traces', traceId, 'columns', version],
    queryFn: ({ signal }) =>
      getJson<TraceColumnsResponse>(`/api/traces/${encodeURIComponent(traceId)}/columns`, { version }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    // What is made of them is kept by who asked.
    gcTime: 0,
  })

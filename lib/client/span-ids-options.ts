import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { SpanIdsResponse } from '@/lib/contracts/traces'

/** IDs of the spans from a place on; those of one version of a trace never change. */
export const spanIdsOptions = (traceId: string, version: string, first: number) =>
  queryOptions({
    queryKey: ['traces', traceId, 'span-ids', version, first],
    queryFn: ({ signal }) =>
      getJson<SpanIdsResponse>(`/api/traces/${encodeURIComponent(traceId)}/span-ids`, { first, version }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

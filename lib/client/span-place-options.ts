import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { SpanPlaceResponse } from '@/lib/contracts/traces'

/** The place of a span by its ID; that of one version of a trace never changes. */
export const spanPlaceOptions = (traceId: string, version: string, spanId: string) =>
  queryOptions({
    queryKey: ['traces', traceId, 'place', version, spanId],
    queryFn: ({ signal }) => {
      const path = `/api/traces/${encodeURIComponent(traceId)}/spans/${encodeURIComponent(spanId)}/place`
      return getJson<SpanPlaceResponse>(path, { version }, signal)
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

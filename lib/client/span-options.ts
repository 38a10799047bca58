import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { SpanDetail } from '@/lib/contracts/traces'

/** Everything that one span of a trace says. */
export const spanOptions = (traceId: string, spanId: string) =>
  queryOptions({
    queryKey: ['traces', traceId, 'spans', spanId],
    queryFn: ({ signal }) =>
      getJson<SpanDetail>(`/api/traces/${encodeURIComponent(traceId)}/spans/${encodeURIComponent(spanId)}`, {}, signal),
    staleTime: 60_000,
  })

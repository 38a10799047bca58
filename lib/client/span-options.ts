import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { SpanDetail } from '@/lib/contracts/traces'

/** Everything that one span of a trace says. */
export const spanOptions = (traceId: string, spanId: string) =>
  queryOptions({
    queryKey: ['traces', traceId, 'spans', spanId],
    queryFn: ({ signal }) =>
      getJson(`/api/traces/${encodeURIComponent(traceId)}/spans/${encodeURIComponent(spanId)}`, {}, SpanDetail, signal),
    staleTime: 60_000,
  })

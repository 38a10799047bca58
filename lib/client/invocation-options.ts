import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { InvocationDetail } from '@/lib/contracts/invocations'

/** One invocation with its log lines. */
export const invocationOptions = (id: string) =>
  queryOptions({
    queryKey: ['invocations', id],
    queryFn: ({ signal }) => getJson<InvocationDetail>(`/api/invocations/${encodeURIComponent(id)}`, {}, signal),
    staleTime: 60_000,
  })

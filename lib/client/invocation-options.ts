import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { InvocationDetail } from '@/lib/contracts/invocations'

/** One invocation with its log lines. */
export const invocationOptions = (id: string) =>
  queryOptions({
    queryKey: ['invocations', id],
    queryFn: ({ signal }) => getJson(`/api/invocations/${encodeURIComponent(id)}`, {}, InvocationDetail, signal),
    staleTime: 60_000,
  })

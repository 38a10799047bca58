import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { InvocationDetail } from '@/lib/contracts/invocations'

/** CloudWatch Logs may give out lines this long after they were written. */
const LINES_COMPLETE_MS = 10 * 60_000

/** One invocation with its log lines, asked again for as long as lines of it may still come. */
export const invocationOptions = (id: string) =>
  queryOptions({
    queryKey: ['invocations', id],
    queryFn: ({ signal }) => getJson<InvocationDetail>(`/api/invocations/${encodeURIComponent(id)}`, {}, signal),
    staleTime: 60_000,
    refetchInterval: ({ state: { data } }) =>
      data && Date.now() - (data.endedAtMs ?? data.atMs) < LINES_COMPLETE_MS ? 15_000 : false,
  })

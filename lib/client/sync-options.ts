import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { SyncResponse } from '@/lib/contracts/sync'

/** What was pulled, how far back and what failed. Asked again every 5 s: the first pull is watched. */
export const syncOptions = () =>
  queryOptions({
    queryKey: ['sync'],
    queryFn: ({ signal }) => getJson<SyncResponse>('/api/sync', {}, signal),
    staleTime: 4_000,
    refetchInterval: 5_000,
  })

import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { HealthResponse } from '@/lib/contracts/health'

/** How fresh each source is. Asked again every 15 s. */
export const healthOptions = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal }) => getJson<HealthResponse>('/api/health', {}, signal),
    refetchInterval: 15_000,
  })

import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { ListViewsResponse, ViewPage } from '@/lib/contracts/views'

/** The saved views of a page. */
export const viewsOptions = (page: ViewPage) =>
  queryOptions({
    queryKey: ['views', page],
    queryFn: ({ signal }) => getJson<ListViewsResponse>('/api/views', { page }, signal),
    staleTime: 60_000,
  })

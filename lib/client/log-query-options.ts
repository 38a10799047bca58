import { queryOptions } from '@tanstack/react-query'
import { getJson, sendJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { AskLogQueryResponse, LogQueryEstimate, LogQueryResult } from '@/lib/contracts/log-queries'

/** The function whose log group is asked. accountId, region: where several have that name. */
export type AskedFunction = { functionName: string; accountId?: string; region?: string }

const LOOK_EVERY_MS = 1_000

export const logQueryEstimateOptions = (asked: AskedFunction | null, range: RangeChoice) =>
  queryOptions({
    queryKey: ['log-queries', 'estimate', asked, rangeKey(range)],
    enabled: asked !== null,
    queryFn: ({ signal }) =>
      getJson<LogQueryEstimate>('/api/log-queries/estimate', { ...asked, ...rangeWindow(range, Date.now()) }, signal),
  })

/** Looks again until the query has ended. */
export const logQueryOptions = (id: string | null) =>
  queryOptions({
    queryKey: ['log-queries', id],
    enabled: id !== null,
    queryFn: ({ signal }) => getJson<LogQueryResult>(`/api/log-queries/${encodeURIComponent(id ?? '')}`, {}, signal),
    refetchInterval: ({ state: { data, error } }) =>
      data?.state === 'complete' || data?.state === 'failed' || error ? false : LOOK_EVERY_MS,
  })

export function askLogQuery(asked: AskedFunction, query: string, range: RangeChoice): Promise<AskLogQueryResponse> {
  return sendJson('POST', '/api/log-queries', { ...asked, query, ...rangeWindow(range, Date.now()) })
}

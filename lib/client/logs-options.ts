import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type {
  ListLogsResponse,
  LogContextResponse,
  LogFreshnessResponse,
  LogHistogramResponse,
  LogPatternsResponse,
} from '@/lib/contracts/logs'

export type LogsChoice = {
  range: RangeChoice
  scope: readonly Place[]
  query: string | null
  functionName: string | null
}

const LOGS_PAGE = 200
const TAIL_LINES = 200
const TAIL_MS = 15 * 60_000
const TAIL_EVERY_MS = 2_000
const FRESHNESS_EVERY_MS = 10_000
/* Cheaper figures are asked for as often as lines are. */
const HISTOGRAM_EVERY_MS = 30_000

/** Pages of lines, newest first. The window is fixed by the first page, so that later pages continue it. */
export const logsOptions = (choice: LogsChoice) =>
  infiniteQueryOptions({
    queryKey: ['logs', 'lines', logsKey(choice)],
    placeholderData: keepPreviousData,
    initialPageParam: null as { cursor: string; from: number; to: number } | null,
    queryFn: async ({ signal, pageParam }) => {
      const { from, to } = pageParam ?? rangeWindow(choice.range, Date.now())
      const request = { ...logsRequest(choice, from, to), ...(pageParam === null ? {} : { cursor: pageParam.cursor }) }
      const page = await getJson<ListLogsResponse>('/api/logs', request, signal)
      return { ...page, from, to }
    },
    getNextPageParam: ({ nextCursor, from, to }) => (nextCursor === null ? null : { cursor: nextCursor, from, to }),
  })

export const logHistogramOptions = (choice: LogsChoice, live: boolean) =>
  queryOptions({
    queryKey: ['logs', 'histogram', logsKey(choice)],
    placeholderData: keepPreviousData,
    refetchInterval: live ? HISTOGRAM_EVERY_MS : false,
    queryFn: ({ signal }) => getJson<LogHistogramResponse>('/api/logs/histogram', windowRequest(choice), signal),
  })

export const logPatternsOptions = (choice: LogsChoice) =>
  queryOptions({
    queryKey: ['logs', 'patterns', logsKey(choice)],
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    queryFn: ({ signal }) => getJson<LogPatternsResponse>('/api/logs/patterns', windowRequest(choice), signal),
  })

/** The newest lines of the last quarter of an hour. */
export const logTailOptions = ({ range: _, ...choice }: LogsChoice, paused: boolean) =>
  queryOptions({
    queryKey: ['logs', 'tail', choice],
    refetchInterval: paused ? false : TAIL_EVERY_MS,
    queryFn: ({ signal }) => {
      const to = Date.now()
      const request = { ...scopeRequest(choice), from: to - TAIL_MS, to, limit: TAIL_LINES }
      return getJson<ListLogsResponse>('/api/logs', request, signal)
    },
  })

export const logFreshnessOptions = ({ scope, functionName }: LogsChoice) =>
  queryOptions({
    queryKey: ['logs', 'freshness', scope, functionName],
    refetchInterval: FRESHNESS_EVERY_MS,
    queryFn: ({ signal }) =>
      getJson<LogFreshnessResponse>('/api/logs/freshness', { ...placeRequest(scope), functionName }, signal),
  })

export const logContextOptions = (id: string) =>
  queryOptions({
    queryKey: ['logs', 'context', id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => getJson<LogContextResponse>(`/api/logs/${encodeURIComponent(id)}`, {}, signal),
  })

export function logsRequest(choice: LogsChoice, from: number, to: number) {
  return { ...scopeRequest(choice), from, to, limit: LOGS_PAGE }
}

export function logsKey({ range, scope, query, functionName }: LogsChoice): string {
  return JSON.stringify([rangeKey(range), scope, query, functionName])
}

function windowRequest(choice: LogsChoice) {
  return { ...scopeRequest(choice), ...rangeWindow(choice.range, Date.now()) }
}

function scopeRequest({ scope, query, functionName }: Omit<LogsChoice, 'range'>) {
  return {
    ...placeRequest(scope),
    ...(query === null ? {} : { query }),
    ...(functionName === null ? {} : { functionName }),
  }
}

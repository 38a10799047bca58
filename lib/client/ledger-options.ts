import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { Place } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { HoldersResponse, LedgerResponse, PlanResponse } from '@/lib/contracts/ledger'

/** The concurrency ledger of a place over a range. place null: the one with the most functions. */
export const ledgerOptions = (place: Place | null, range: RangeChoice) =>
  queryOptions({
    queryKey: ['concurrency', ledgerKey(place, range)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      getJson<LedgerResponse>('/api/concurrency', { ...rangeWindow(range, Date.now()), ...place }, signal),
  })

export function ledgerKey(place: Place | null, range: RangeChoice): string {
  return JSON.stringify([place, rangeKey(range)])
}

/** Who ran in one minute of a place. */
export const holdersOptions = (place: Place, atMs: number) =>
  queryOptions({
    queryKey: ['concurrency', 'holders', place, atMs],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<HoldersResponse>('/api/concurrency/holders', { ...place, at: atMs }, signal),
  })

/** What a plan of reservations would leave, and would have throttled in the last week. */
export const planOptions = (place: Place, plan: string) =>
  queryOptions({
    queryKey: ['concurrency', 'plan', place, plan],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<PlanResponse>('/api/concurrency/plan', { ...place, plan }, signal),
    staleTime: 60_000,
  })

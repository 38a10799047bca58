import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import type { FunctionSpendResponse, SpendResponse } from '@/lib/contracts/spend'

/** Calls and dollars of a window, epoch milliseconds. Asked again every minute. */
export const spendOptions = (from: number, to: number) =>
  queryOptions({
    queryKey: ['spend', from, to],
    queryFn: ({ signal }) => getJson<SpendResponse>('/api/spend', { from, to }, signal),
    staleTime: 60_000,
    refetchInterval: 60_000,
  })

/** The same by the functions that the calls were for, of whole UTC days. */
export const functionSpendOptions = (from: number, to: number) =>
  queryOptions({
    queryKey: ['spend', 'functions', from, to],
    queryFn: ({ signal }) => getJson<FunctionSpendResponse>('/api/spend/functions', { from, to }, signal),
    staleTime: 60_000,
  })

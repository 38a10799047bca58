import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { FunctionRef } from '@/lib/client/function-ref'
import { getJson } from '@/lib/client/get-json'
import { type RangeChoice, rangeKey, rangeWindow } from '@/lib/client/range-param'
import type { ListChangesResponse } from '@/lib/contracts/changes'

const NEWEST = 50

/** The newest changes of a function in the window. */
export const changesOptions = ({ name, accountId, region }: FunctionRef, range: RangeChoice) =>
  queryOptions({
    queryKey: ['changes', accountId, region, name, rangeKey(range)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, to } = rangeWindow(range, Date.now())
      const request = { from, to, functionName: name, accountId, region, limit: NEWEST }
      return getJson<ListChangesResponse>('/api/changes', request, signal)
    },
  })

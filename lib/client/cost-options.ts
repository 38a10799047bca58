import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, parseScope, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow, readRange } from '@/lib/client/range-param'
import type { CostResponse } from '@/lib/contracts/cost'

/** groupBy: function, version, alias, account or tag:KEY. */
export type CostChoice = { range: RangeChoice; scope: readonly Place[]; groupBy: string }

type ParamReader = { get(name: string): string | null }

const GROUPS = /^(?:function|version|alias|account|tag:.{1,128})$/

/** Which costs a URL asks for. */
export function readCostChoice(params: ParamReader): CostChoice {
  const groupBy = params.get('groupBy') ?? ''
  return {
    range: readRange(params),
    scope: parseScope(params.get('scope') ?? ''),
    groupBy: GROUPS.test(groupBy) ? groupBy : 'function',
  }
}

export const costOptions = (choice: CostChoice) =>
  queryOptions({
    queryKey: ['cost', costKey(choice)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getJson<CostResponse>('/api/cost', costRequest(choice, Date.now()), signal),
  })

export function costRequest({ range, scope, groupBy }: CostChoice, nowMs: number) {
  return { ...rangeWindow(range, nowMs), ...placeRequest(scope), groupBy }
}

export function costKey({ range, ...rest }: CostChoice): string {
  return JSON.stringify([rangeKey(range), rest])
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/client/get-json'
import { type Place, parseScope, placeRequest } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeWindow, readRange } from '@/lib/client/range-param'
import type { MapResponse } from '@/lib/contracts/map'
import type { ListQualifiersResponse } from '@/lib/contracts/qualifiers'

/** Of which traces a map is. */
export type MapChoice = {
  range: RangeChoice
  scope: readonly Place[]
  functionName: string | null
  qualifier: string | null
}

type ParamReader = { get(name: string): string | null }

/** Of which traces a URL asks for the map. */
export function readMapChoice(params: ParamReader): MapChoice {
  const functionName = params.get('functionName') || null
  return {
    range: readRange(params),
    scope: parseScope(params.get('scope') ?? ''),
    functionName,
    qualifier: functionName === null ? null : params.get('qualifier') || null,
  }
}

export const mapOptions = (choice: MapChoice) =>
  queryOptions({
    queryKey: ['map', mapKey(choice)],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { from, to } = rangeWindow(choice.range, Date.now())
      return getJson<MapResponse>('/api/map', mapRequest(choice, from, to), signal)
    },
  })

/** The versions and aliases of the function that the map is narrowed to. */
export const mapQualifiersOptions = ({ functionName, scope }: MapChoice) =>
  queryOptions({
    queryKey: ['map', 'qualifiers', functionName, scope],
    enabled: functionName !== null,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      getJson<ListQualifiersResponse>(
        `${functionPathOf(functionName)}/qualifiers`,
        scope.length === 1 ? { ...scope[0] } : {},
        signal,
      ),
  })

function functionPathOf(name: string | null): string {
  return `/api/functions/${encodeURIComponent(name ?? '')}`
}

export function mapRequest({ scope, functionName, qualifier }: MapChoice, from: number, to: number) {
  return {
    from,
    to,
    ...placeRequest(scope),
    ...(functionName === null ? {} : { functionName }),
    ...(qualifier === null ? {} : { qualifier }),
  }
}

export function mapKey({ range, ...rest }: MapChoice): string {
  return JSON.stringify([rangeKey(range), rest])
}

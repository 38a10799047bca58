import type { Direction } from '@/lib/domain/traces/find-neighbours'

export const FIGURES = [
  { value: 'requests', label: 'Requests' },
  { value: 'failed', label: 'Failed' },
  { value: 'p95', label: 'p95' },
  { value: 'cost', label: 'Cost' },
] as const
export type MapFigure = (typeof FIGURES)[number]['value']

/** How a map is looked at. node and edge: what is chosen. find: text in the names of nodes. groupBy: none, type, account or tag:KEY. */
export type MapView = {
  figure: MapFigure
  groupBy: string
  find: string
  direction: Direction
  asTable: boolean
  node: string | null
  edge: string | null
}

type ParamReader = { get(name: string): string | null }

/** How a URL asks a map to be looked at. */
export function readMapView(params: ParamReader): MapView {
  const figure = FIGURES.find(({ value }) => value === params.get('figure'))?.value ?? 'requests'
  const direction = params.get('around')
  return {
    figure,
    groupBy: /^(?:type|account|tag:.{1,128})$/.test(params.get('groupBy') ?? '')
      ? (params.get('groupBy') ?? '')
      : 'none',
    find: params.get('find') ?? '',
    direction: direction === 'upstream' || direction === 'downstream' ? direction : 'both',
    asTable: params.get('view') === 'table',
    node: params.get('node') || null,
    edge: params.get('edge') || null,
  }
}

/** What names an edge in a URL. */
export function edgeKey({ from, to, kind }: { from: string; to: string; kind: string }): string {
  return JSON.stringify([from, to, kind])
}

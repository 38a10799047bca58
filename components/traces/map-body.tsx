'use client'

import { useMemo } from 'react'
import type { DrawnMap } from '@/components/traces/draw-map'
import { layoutTaskOf, type MapLayout } from '@/components/traces/layout-task'
import { MapCanvas } from '@/components/traces/map-canvas'
import { MapEdgePanel } from '@/components/traces/map-edge-panel'
import type { Costs } from '@/components/traces/map-figures'
import { MapLegend } from '@/components/traces/map-legend'
import { MapNodePanel } from '@/components/traces/map-node-panel'
import { MapTable } from '@/components/traces/map-table'
import { edgeKey, type MapView } from '@/components/traces/read-map-view'
import { useMapLayout } from '@/components/traces/use-map-layout'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { classNames } from '@/lib/client/class-names'
import { useViewParams } from '@/lib/client/view-params'
import type { MapResponse } from '@/lib/contracts/map'
import { findNeighbours } from '@/lib/domain/traces/find-neighbours'

/** More than that nobody reads at once. */
const MOST_NODES = 150

type Props = {
  page: MapResponse
  drawn: DrawnMap
  view: MapView
  costs: Costs
  first: MapLayout | null
  onNode(id: string | null): void
  onEdge(key: string | null): void
}

/** A map with something on it: drawn or as tables, with what is chosen beside it. */
export function MapBody({ page, drawn, view, costs, first, onNode, onEdge }: Props) {
  const { params, set } = useViewParams()
  const windowMs = page.countedToMs - page.countedFromMs
  const node = drawn.nodes.find(({ id }) => id === view.node)
  const edge = drawn.edges.find((one) => edgeKey(one) === view.edge)
  const near = useMemo(() => findNear(drawn, view), [drawn, view])
  const isTooLarge = drawn.nodes.length > MOST_NODES && params.get('all') !== '1'
  const panel = node ? (
    <MapNodePanel {...{ node, page, windowMs, onNode, onEdge }} />
  ) : edge ? (
    <MapEdgePanel {...{ edge, page, windowMs }} onClose={() => onEdge(null)} />
  ) : null
  if (isTooLarge && !view.asTable) {
    return (
      <Notice
        kind="empty"
        title={`${drawn.nodes.length} services are more than one picture shows well`}
        actions={
          <>
            <Button look="primary" onClick={() => set({ groupBy: 'type' })}>
              Group by type
            </Button>
            <Button onClick={() => set({ groupBy: 'account' })}>Group by account</Button>
            <Button onClick={() => set({ view: 'table' })}>Show as a table</Button>
            <Button look="ghost" onClick={() => set({ all: '1' })}>
              Draw them all
            </Button>
          </>
        }
      >
        Group them first, or narrow the scope; a service of a group can then be opened.
      </Notice>
    )
  }
  return (
    <div
      className={classNames(
        'flex min-w-0 flex-col lg:flex-row',
        !view.asTable && 'rounded-(--radius) border border-line bg-surface',
      )}
    >
      <div className="min-w-0 flex-1">
        {view.asTable ? (
          <MapTable {...{ map: drawn, costs, windowMs, near, onNode, onEdge }} />
        ) : (
          <Drawing {...{ drawn, view, costs, first, windowMs, near, onNode, onEdge }} />
        )}
      </div>
      {panel}
    </div>
  )
}

type DrawingProps = Omit<Props, 'page'> & { windowMs: number; near: ReadonlySet<string> | null }

function Drawing({ drawn, view, costs, first, windowMs, near, onNode, onEdge }: DrawingProps) {
  const task = useMemo(() => layoutTaskOf(drawn), [drawn])
  const layout = useMapLayout(task, first)
  if (layout === null) return <div className="skeleton h-[min(640px,70dvh)] min-h-80" />
  return (
    <>
      <MapCanvas
        {...{ map: drawn, layout, costs, windowMs, near, onNode, onEdge }}
        figure={view.figure}
        node={view.node}
        edge={view.edge}
      />
      <MapLegend />
    </>
  )
}

/** What is not dimmed: the neighbours of what is chosen, or what is looked for; null: everything. */
function findNear(drawn: DrawnMap, view: MapView): ReadonlySet<string> | null {
  if (view.node !== null && drawn.nodes.some(({ id }) => id === view.node)) {
    return findNeighbours(drawn.edges, view.node, view.direction)
  }
  const edge = drawn.edges.find((one) => edgeKey(one) === view.edge)
  if (edge) return new Set([edge.from, edge.to])
  const text = view.find.trim().toLowerCase()
  if (text === '') return null
  const isFound = ({ name, members }: DrawnMap['nodes'][number]) =>
    name.toLowerCase().includes(text) || members.some((member) => member.name.toLowerCase().includes(text))
  return new Set(drawn.nodes.filter(isFound).map(({ id }) => id))
}

'use client'

import { Maximize, Minus, Plus } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, memo, useEffect, useMemo, useRef } from 'react'
import type { DrawnMap } from '@/components/traces/draw-map'
import { ArrowHead } from '@/components/traces/graph-edge'
import { NODE_HEIGHT, NODE_WIDTH } from '@/components/traces/graph-size'
import type { MapLayout } from '@/components/traces/layout-task'
import { MapEdge, MapEdgeLabel } from '@/components/traces/map-edge'
import type { Costs } from '@/components/traces/map-figures'
import { figureOf } from '@/components/traces/map-figures'
import { MapNode } from '@/components/traces/map-node'
import { FAR_SCALE } from '@/components/traces/move-view'
import { nextNode } from '@/components/traces/next-node'
import { edgeKey, type MapFigure } from '@/components/traces/read-map-view'
import { usePanZoom } from '@/components/traces/use-pan-zoom'
import { IconButton } from '@/components/ui/icon-button'

type Props = {
  map: DrawnMap
  layout: MapLayout
  /** Of another one all is fitted into view. */
  picture: string
  figure: MapFigure
  costs: Costs
  windowMs: number
  /** What is not dimmed; null: everything. */
  near: ReadonlySet<string> | null
  node: string | null
  edge: string | null
  onNode(id: string | null): void
  onEdge(key: string | null): void
}

const NODE_SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT }

/** Edges whose labels are shown at once; of more, those around what is chosen. */
const MOST_LABELS = 30

/** The map as a drawing: drag moves it, pinch and buttons zoom, arrows go from node to node, Enter opens one. */
export const MapCanvas = memo(function MapCanvas(props: Props) {
  const { map, layout, picture, figure, costs, near, onNode } = props
  const box = useRef<HTMLElement>(null)
  const { view, fit, zoom, show, handlers } = usePanZoom(box, { ...layout, picture })
  const places = useMemo(() => new Map(layout.places.map(([id, x, y]) => [id, { x, y }])), [layout])
  const most = Math.max(0, ...map.nodes.map((node) => figureOf(node, figure, costs) ?? 0))
  const first = firstReached(layout, props.node)
  const edges = map.edges.flatMap((edge) => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)]
    const isNear = near === null || (near.has(edge.from) && near.has(edge.to))
    return from && to ? [{ key: edgeKey(edge), edge, from, to, isNear }] : []
  })
  const isFar = view !== null && view.scale < FAR_SCALE
  const isLabelled = !isFar && map.edges.length <= MOST_LABELS
  const chosen = edges.find(({ key }) => key === props.edge)
  const place = props.node !== null ? places.get(props.node) : chosen && between(chosen.from, chosen.to)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen comes into view once, not as others come and go
  useEffect(() => {
    if (place) show(place, NODE_SIZE)
  }, [props.node, props.edge, picture, show])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && (props.node !== null || props.edge !== null)) onNode(null)
    const from = nodeUnder(event.target)
    const to = from === undefined ? null : nextNode(event.key, from, map.edges, places)
    if (to === null) return
    event.preventDefault()
    box.current?.querySelector<SVGElement>(`[data-node="${CSS.escape(to)}"]`)?.focus()
  }
  const onFocus = (event: FocusEvent) => {
    const reached = places.get(nodeUnder(event.target) ?? '')
    // A press is left where it is: moved away before the button is let go, it would be none.
    if (reached && event.target.matches(':focus-visible')) show(reached, NODE_SIZE)
  }
  return (
    <section
      ref={box}
      aria-label="Map"
      className="relative h-[min(640px,70dvh)] min-h-80 overflow-hidden"
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <svg
        className="block size-full cursor-grab touch-pan-y select-none active:cursor-grabbing"
        viewBox={view === null ? `-24 -24 ${layout.width + 48} ${layout.height + 48}` : undefined}
        {...handlers}
      >
        <title>{`${map.nodes.length} services and ${map.edges.length} ways between them`}</title>
        <ArrowHead />
        <g transform={view === null ? undefined : `scale(${view.scale}) translate(${-view.x} ${-view.y})`}>
          {edges.map(({ key, isNear, ...edge }) => (
            <MapEdge
              key={key}
              {...edge}
              windowMs={props.windowMs}
              dimmed={!isNear}
              lit={key === props.edge}
              onOpen={() => props.onEdge(key)}
            />
          ))}
          {edges.map(({ key, isNear, ...edge }) =>
            isLabelled || (near !== null && isNear) || key === props.edge ? (
              <MapEdgeLabel key={key} {...edge} windowMs={props.windowMs} />
            ) : null,
          )}
          {map.nodes.map((one) => {
            const place = places.get(one.id)
            return place ? (
              <MapNode
                key={one.id}
                {...{ node: one, place, figure, costs, most, windowMs: props.windowMs }}
                lit={one.id === props.node}
                dimmed={near !== null && !near.has(one.id)}
                reachable={one.id === first}
                far={isFar}
                onOpen={onNode}
              />
            ) : null
          })}
        </g>
      </svg>
      <ZoomButtons fit={fit} zoom={zoom} />
    </section>
  )
})

function ZoomButtons({ fit, zoom }: { fit(): void; zoom(factor: number): void }) {
  return (
    <div className="absolute right-2 bottom-2 flex rounded-(--radius) border border-line bg-raised">
      <IconButton label="Zoom in" onClick={() => zoom(1.3)}>
        <Plus aria-hidden className="size-4" />
      </IconButton>
      <IconButton label="Zoom out" onClick={() => zoom(1 / 1.3)}>
        <Minus aria-hidden className="size-4" />
      </IconButton>
      <IconButton label="Fit the map" onClick={fit}>
        <Maximize aria-hidden className="size-4" />
      </IconButton>
    </div>
  )
}

type Place = { x: number; y: number }

/** The node that Tab leads to: the one that is chosen, or the first at the left. */
function firstReached({ places }: MapLayout, chosen: string | null): string | undefined {
  if (chosen !== null && places.some(([id]) => id === chosen)) return chosen
  return places.toSorted((a, b) => a[1] - b[1] || a[2] - b[2])[0]?.[0]
}

function between(from: Place, to: Place): Place {
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
}

function nodeUnder(target: EventTarget): string | undefined {
  return (target as Element).closest<SVGElement>('[data-node]')?.dataset.node
}

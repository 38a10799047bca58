'use client'

import { useEffect, useMemo, useRef } from 'react'
import type { DrawnMap } from '@/components/traces/draw-map'
import { type ChosenPlace, findChosen, findNear, placeChosen } from '@/components/traces/find-chosen'
import type { MapLayout } from '@/components/traces/layout-task'
import { MapCanvas } from '@/components/traces/map-canvas'
import { MapEdgePanel } from '@/components/traces/map-edge-panel'
import type { Costs } from '@/components/traces/map-figures'
import { MapLegend } from '@/components/traces/map-legend'
import type { MapLinks } from '@/components/traces/map-links'
import { MapNodePanel } from '@/components/traces/map-node-panel'
import { MapTable } from '@/components/traces/map-table'
import type { MapView } from '@/components/traces/read-map-view'
import { useMapLayout } from '@/components/traces/use-map-layout'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { classNames } from '@/lib/client/class-names'
import { useViewParams } from '@/lib/client/view-params'
import type { MapResponse } from '@/lib/contracts/map'

/** More than that nobody reads at once. */
const MOST_NODES = 150

type Props = {
  page: MapResponse
  drawn: DrawnMap
  view: MapView
  links: MapLinks
  costs: Costs
  first: MapLayout | null
  /** Which window, scope and function the page is of: of others the drawing is fitted anew. */
  subject: string
  onNode(id: string | null): void
  onEdge(key: string | null): void
}

/** A map with something on it: drawn or as tables, with what is chosen beside it. */
export function MapBody(props: Props) {
  const { page, drawn, view, links, costs, first, subject, onNode, onEdge } = props
  const { params } = useViewParams()
  const windowMs = page.countedToMs - page.countedFromMs
  const place = useMemo(() => placeChosen(drawn, view), [drawn, view])
  const near = useMemo(() => findNear(drawn, place, view), [drawn, place, view])
  const isTooLarge = drawn.nodes.length > MOST_NODES && params.get('all') !== '1'
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
        ) : isTooLarge ? (
          <TooLarge count={drawn.nodes.length} />
        ) : (
          <Drawing {...{ drawn, view, costs, first, subject, windowMs, near, place, onNode, onEdge }} />
        )}
      </div>
      <ChosenPanel {...{ page, drawn, view, links, windowMs, onNode, onEdge }} />
    </div>
  )
}

type PanelProps = Omit<Props, 'costs' | 'first' | 'subject'> & { windowMs: number }

function ChosenPanel({ page, drawn, view, links, windowMs, onNode, onEdge }: PanelProps) {
  const { node, edge, within } = useMemo(() => findChosen(page, drawn, view), [page, drawn, view])
  const names = useMemo(() => new Map(within.nodes.map(({ id, name }) => [id, name])), [within])
  const { box, within: fromWithin } = useKeptFocus(view.node ?? view.edge)
  const own = { onNode: fromWithin(onNode), onEdge: fromWithin(onEdge) }
  return (
    <div ref={box} className="contents">
      {node !== null ? (
        <MapNodePanel {...{ node, within, names, links, windowMs, ...own }} />
      ) : (
        edge !== null && <MapEdgePanel {...{ edge, names, page, links, windowMs }} onClose={() => own.onEdge(null)} />
      )}
    </div>
  )
}

/** What is pressed in a panel may be gone with it: the focus goes on to the next panel, or back to the node or edge. */
function useKeptFocus(chosen: string | null) {
  const box = useRef<HTMLDivElement>(null)
  const left = useRef<string | null>(null)
  useEffect(() => {
    const from = left.current
    left.current = null
    if (from === null || from === chosen) return
    const next =
      chosen === null
        ? document.querySelector<SVGElement>(`[data-node="${CSS.escape(from)}"]`)
        : box.current?.querySelector<HTMLElement>('h2')
    next?.focus({ preventScroll: true })
  }, [chosen])
  const within =
    <Value,>(act: (value: Value) => void) =>
    (value: Value) => {
      left.current = chosen ?? ''
      act(value)
    }
  return { box, within }
}

function TooLarge({ count }: { count: number }) {
  const { set } = useViewParams()
  return (
    <Notice
      kind="empty"
      title={`${count} services are more than one picture shows well`}
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

type DrawingProps = Omit<Props, 'page' | 'links'> & {
  windowMs: number
  near: ReadonlySet<string> | null
  place: ChosenPlace
}

/** What was drawn stays, dimmed, until what is drawn next is laid out. */
function Drawing(props: DrawingProps) {
  const { drawn, view, costs, first, subject, windowMs, near, place, onNode, onEdge } = props
  const laidOut = useMapLayout(drawn, `${view.groupBy} ${subject}`, first)
  if (laidOut === null) return <div className="skeleton h-[min(640px,70dvh)] min-h-80" />
  const { map, layout, picture } = laidOut
  return (
    <div className={classNames(map !== drawn && 'stale')}>
      <MapCanvas
        {...{ map, layout, picture, costs, windowMs, near, onNode, onEdge }}
        figure={view.figure}
        node={place.node}
        edge={place.edge}
      />
      <MapLegend />
    </div>
  )
}

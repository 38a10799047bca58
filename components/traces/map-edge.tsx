import type { DrawnEdge } from '@/components/traces/draw-map'
import { EdgeLabel, EdgeLine, edgePath } from '@/components/traces/graph-edge'
import { labelEdge } from '@/components/traces/map-figures'

type Place = { x: number; y: number }
type Props = {
  edge: DrawnEdge
  from: Place
  to: Place
  windowMs: number
  lit: boolean
  dimmed: boolean
  onOpen(): void
}

/** An edge of the map with rate · p95 · error %, which opens its figures. The node that it leads from lists it for the keyboard. */
export function MapEdge({ edge, from, to, windowMs, lit, dimmed, onOpen }: Props) {
  const label = labelEdge(edge.stats, windowMs)
  return (
    <g
      opacity={dimmed ? 0.15 : 1}
      className="cursor-pointer"
      onPointerDown={(event) => event.stopPropagation()}
      onClick={onOpen}
      aria-hidden
    >
      <title>{`${edge.kind === 'link' ? 'Messages' : 'Calls'}: ${label}`}</title>
      <path d={edgePath(from, to)} fill="none" stroke="transparent" strokeWidth="12" />
      <EdgeLine edge={edge} from={from} to={to} lit={lit} />
    </g>
  )
}

/** The label of an edge, drawn over all edges; none where there is no room between its ends. */
export function MapEdgeLabel({ edge, from, to, windowMs }: Pick<Props, 'edge' | 'from' | 'to' | 'windowMs'>) {
  return <EdgeLabel text={labelEdge(edge.stats, windowMs)} from={from} to={to} />
}

import { memo } from 'react'
import type { DrawnNode } from '@/components/traces/draw-map'
import { FarNodeFace } from '@/components/traces/far-node-face'
import { nameType } from '@/components/traces/graph-icon'
import { NodeFace } from '@/components/traces/graph-node'
import { NODE_HEIGHT, NODE_WIDTH } from '@/components/traces/graph-size'
import { type Costs, failedShare, figureOf, formatFigure, formatRate, weightOf } from '@/components/traces/map-figures'
import type { MapFigure } from '@/components/traces/read-map-view'
import { formatDuration, formatPercent } from '@/lib/domain/format'

type Props = {
  node: DrawnNode
  place: { x: number; y: number }
  figure: MapFigure
  costs: Costs
  /** The highest figure of all nodes. */
  most: number
  windowMs: number
  lit: boolean
  dimmed: boolean
  /** The one that Tab leads to; from there arrows go on. */
  reachable: boolean
  /** Drawn so small that only its name is shown, as large as it fits. */
  far: boolean
  onOpen(id: string): void
}

/** A node of the map, which opens its figures. */
export const MapNode = memo(function MapNode({ node, place, figure, costs, most, windowMs, ...state }: Props) {
  const { name, type, stats, inferred, members } = node
  const value = figureOf(node, figure, costs)
  const kind = members.length > 1 ? `${members.length} services` : nameType(type)
  const said = `${name}, ${kind}: ${formatRate(stats.count, windowMs)}, p95 ${formatDuration(stats.p95Ms)}, ${formatPercent(failedShare(stats))} failed`
  const note = members.length > 1 ? `${members.length} · ${formatFigure(value, figure)}` : formatFigure(value, figure)
  const face = {
    ...{ name, type: members.length > 1 ? 'group' : type, stats, inferred },
    lit: state.lit,
    weight: weightOf(value, most),
    tone: figure === 'failed' ? 'var(--fault)' : 'var(--accent)',
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      role="button"
      tabIndex={state.reachable ? 0 : -1}
      aria-label={said}
      aria-pressed={state.lit}
      data-node={node.id}
      transform={`translate(${place.x - NODE_WIDTH / 2} ${place.y - NODE_HEIGHT / 2})`}
      opacity={state.dimmed ? 0.25 : 1}
      className="cursor-pointer"
      onClick={() => state.onOpen(node.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        state.onOpen(node.id)
      }}
    >
      <title>{said}</title>
      {state.far ? <FarNodeFace {...face} /> : <NodeFace {...face} note={note} />}
    </g>
  )
})

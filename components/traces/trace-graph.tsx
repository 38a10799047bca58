'use client'

import { type KeyboardEvent, memo, useMemo } from 'react'
import { ArrowHead, EdgeLabel, GraphEdge, labelCalls } from '@/components/traces/graph-edge'
import { GraphNode } from '@/components/traces/graph-node'
import { NODE_HEIGHT, NODE_WIDTH } from '@/components/traces/graph-size'
import { nextNode } from '@/components/traces/next-node'
import { useDrawnInSteps } from '@/lib/client/use-drawn-in-steps'
import type { GraphResponse } from '@/lib/contracts/traces'

type Props = {
  graph: GraphResponse
  lit: string | null
  onHover(service: string | null): void
  onSelectSpan(id: string): void
}

const MARGIN = 16
/** Drawn smaller than this, names could not be read: what does not fit is scrolled to. */
const LEAST_SCALE = 0.75
/** With their edges, some hundred elements. */
const NODES_A_FRAME = 4
/** Of the box that it stands in, in pixels. */
const GRAPH_HEIGHT = 240

/** The services of the trace from left to right in call order. Arrows go from one to the next, Enter shows its first span. */
export const TraceGraph = memo(function TraceGraph({ graph, lit, onHover, onSelectSpan }: Props) {
  const nodes = useMemo(() => graph.nodes.toSorted((a, b) => a.x - b.x), [graph])
  const drawn = nodes.slice(0, useDrawnInSteps(nodes.length, NODES_A_FRAME))
  const places = new Map(drawn.map((node) => [node.id, node]))
  const root = nodes[0]
  const left = Math.min(...graph.nodes.map(({ x }) => x)) - NODE_WIDTH / 2 - MARGIN
  const top = Math.min(...graph.nodes.map(({ y }) => y)) - NODE_HEIGHT / 2 - MARGIN
  const width = Math.max(...graph.nodes.map(({ x }) => x)) + NODE_WIDTH / 2 + MARGIN - left
  const height = Math.max(...graph.nodes.map(({ y }) => y)) + NODE_HEIGHT / 2 + MARGIN - top
  const edges = graph.edges.flatMap((edge) => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)]
    return from && to ? [{ key: `${edge.from}>${edge.to}>${edge.kind}`, edge, from, to }] : []
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const from = event.target instanceof Element ? event.target.closest<SVGElement>('[data-node]') : null
    const to = from === null ? null : nextNode(event.key, from.dataset.node ?? '', graph.edges, places)
    if (to === null) return
    event.preventDefault()
    event.currentTarget.querySelector<SVGElement>(`[data-node="${CSS.escape(to)}"]`)?.focus()
  }
  return (
    <section
      aria-label="Trace graph"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      // Else every frame of the waterfall beside it paints all of these nodes anew.
      className="scroll-edges flex size-full overflow-auto contain-strict"
      ref={scrollToRoot}
      onKeyDown={onKeyDown}
    >
      <div className="m-auto w-full shrink-0" style={{ minWidth: width * LEAST_SCALE, maxWidth: width }}>
        <svg
          viewBox={`${left} ${top} ${width} ${height}`}
          // On a phone what does not fit is scrolled to anyway: there it is as large as its height allows.
          className="block h-auto w-full sm:min-w-0!"
          style={{ minWidth: width * Math.min(1, Math.max(LEAST_SCALE, GRAPH_HEIGHT / height)) }}
        >
          <title>{`${graph.nodes.length} services and ${graph.edges.length} ways between them`}</title>
          <ArrowHead />
          {edges.map(({ key, ...edge }) => (
            <GraphEdge key={key} {...edge} />
          ))}
          {edges.map(({ key, edge, from, to }) => (
            <EdgeLabel key={key} text={labelCalls(edge.stats)} from={from} to={to} />
          ))}
          {drawn.map(({ id, name, type, stats, inferred, x, y, spanId }) => (
            <GraphNode
              key={id}
              {...{ id, name, type, stats, inferred, x, y }}
              reachable={id === root?.id}
              lit={lit === name}
              onOpen={spanId === null ? null : () => onSelectSpan(spanId)}
              onHover={onHover}
            />
          ))}
        </svg>
      </div>
    </section>
  )
})

/** Calls begin at the left edge, seldom at the top: that place is brought into view first. */
function scrollToRoot(box: HTMLElement | null): void {
  const root = box?.querySelector<SVGGElement>('[data-node][tabindex="0"]')
  if (!box || !root) return
  const middle = root.getBoundingClientRect().top - box.getBoundingClientRect().top
  box.scrollTop = Math.max(0, middle - box.clientHeight / 2)
}

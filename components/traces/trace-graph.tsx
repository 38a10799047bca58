'use client'

import { memo } from 'react'
import { ArrowHead, GraphEdge } from '@/components/traces/graph-edge'
import { GraphNode } from '@/components/traces/graph-node'
import { NODE_HEIGHT, NODE_WIDTH } from '@/components/traces/graph-size'
import type { GraphResponse } from '@/lib/contracts/traces'

type Props = { graph: GraphResponse; lit: string | null; onHover(service: string | null): void }

const MARGIN = 16
/** Drawn smaller than this, names could not be read: what does not fit is scrolled to. */
const LEAST_SCALE = 0.75

/** The services of the trace from left to right in call order. */
export const TraceGraph = memo(function TraceGraph({ graph, lit, onHover }: Props) {
  const places = new Map(graph.nodes.map((node) => [node.id, node]))
  const root = graph.nodes.toSorted((a, b) => a.x - b.x)[0]
  const left = Math.min(...graph.nodes.map(({ x }) => x)) - NODE_WIDTH / 2 - MARGIN
  const top = Math.min(...graph.nodes.map(({ y }) => y)) - NODE_HEIGHT / 2 - MARGIN
  const width = Math.max(...graph.nodes.map(({ x }) => x)) + NODE_WIDTH / 2 + MARGIN - left
  const height = Math.max(...graph.nodes.map(({ y }) => y)) + NODE_HEIGHT / 2 + MARGIN - top
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section aria-label="Trace graph" tabIndex={0} className="scroll-edges size-full overflow-auto" ref={scrollToRoot}>
      <svg
        role="img"
        aria-label={describe(graph)}
        viewBox={`${left} ${top} ${width} ${height}`}
        className="mx-auto block h-auto"
        style={{ width: '100%', minWidth: width * LEAST_SCALE, maxWidth: width }}
      >
        <ArrowHead />
        {graph.edges.map((edge) => {
          const from = places.get(edge.from)
          const to = places.get(edge.to)
          return from && to ? (
            <GraphEdge key={`${edge.from}>${edge.to}>${edge.kind}`} edge={edge} from={from} to={to} />
          ) : null
        })}
        {graph.nodes.map((node) => (
          <GraphNode
            key={node.id}
            {...{ name: node.name, type: node.type, stats: node.stats, inferred: node.inferred, x: node.x, y: node.y }}
            root={node === root}
            lit={lit === node.name}
            onHover={onHover}
          />
        ))}
      </svg>
    </section>
  )
})

/** Calls begin at the left edge, seldom at the top: that place is brought into view first. */
function scrollToRoot(box: HTMLElement | null): void {
  const root = box?.querySelector<SVGGElement>('[data-root]')
  if (!box || !root) return
  const middle = root.getBoundingClientRect().top - box.getBoundingClientRect().top
  box.scrollTop = Math.max(0, middle - box.clientHeight / 2)
}

function describe({ nodes, edges }: GraphResponse): string {
  const names = new Map(nodes.map(({ id, name }) => [id, name]))
  const calls = edges.map(({ from, to }) => `${names.get(from) ?? from} calls ${names.get(to) ?? to}`)
  return `${nodes.length} services. ${calls.join(', ')}.`
}

import { NODE_WIDTH } from '@/components/traces/graph-size'
import { formatCount, formatDuration, formatPercent } from '@/lib/domain/format'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'
import { worstOutcome } from '@/lib/domain/traces/worst-failures'

type Place = { x: number; y: number }
type Drawn = { kind: 'call' | 'link'; stats: GraphStats }

type Props = { edge: Drawn; from: Place; to: Place }

/** A call, or a message handed over (dashed), with its count, p95 and failures. */
export function GraphEdge({ edge, from, to }: Props) {
  return (
    <g aria-hidden>
      <title>{describe(edge)}</title>
      <EdgeLine edge={edge} from={from} to={to} />
    </g>
  )
}

/** What an edge is labelled with, drawn over all edges; nothing where there is no room between its ends. */
export function EdgeLabel({ text, from, to }: { text: string; from: Place; to: Place }) {
  if (to.x - from.x <= NODE_WIDTH) return null
  return (
    <text
      x={(from.x + to.x) / 2}
      y={(from.y + to.y) / 2 - 4}
      fontSize="10"
      textAnchor="middle"
      fill="var(--muted)"
      stroke="var(--surface)"
      strokeWidth="3"
      paintOrder="stroke"
      pointerEvents="none"
      aria-hidden
    >
      {text}
    </text>
  )
}

/** Count · p95 · error %, as the edges of one trace are labelled. */
export function labelCalls({ count, ok, p95Ms }: GraphStats): string {
  const failed = count === 0 ? null : (count - ok) / count
  return `${formatCount(count)} · ${formatDuration(p95Ms)} · ${formatPercent(failed)}`
}

/** The line of an edge from the right of its caller to the left of the called; around the node when they are the same. */
export function EdgeLine({ edge, from, to, lit = false }: Props & { lit?: boolean }) {
  const { stats, kind } = edge
  const worst = worstOutcome(stats)
  return (
    <path
      d={edgePath(from, to)}
      fill="none"
      stroke={lit ? 'var(--accent)' : worst === null ? 'var(--faint)' : `var(--${worst})`}
      strokeOpacity={lit ? 1 : worst === null ? 0.6 : 0.8}
      strokeWidth={lit ? 2.25 : 1.25}
      strokeDasharray={kind === 'link' ? '4 3' : undefined}
      markerEnd="url(#arrow)"
    />
  )
}

/** The way of an edge, as SVG has it. */
export function edgePath(from: Place, to: Place): string {
  const x1 = from.x + NODE_WIDTH / 2
  const x2 = to.x - NODE_WIDTH / 2 - 2
  if (from.x === to.x && from.y === to.y) {
    return `M${x1} ${from.y - 8} C${x1 + 40} ${from.y - 60} ${x2 - 40} ${to.y - 60} ${x2} ${to.y - 8}`
  }
  const bend = Math.max(24, Math.abs(x2 - x1) / 2)
  return `M${x1} ${from.y} C${x1 + bend} ${from.y} ${x2 - bend} ${to.y} ${x2} ${to.y}`
}

/** The heads of arrows, which a drawing with edges holds once. */
export function ArrowHead() {
  return (
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M1 1 7 4 1 7" fill="none" stroke="var(--faint)" strokeWidth="1.25" />
      </marker>
    </defs>
  )
}

function describe({ stats, kind }: Drawn): string {
  return `${kind === 'link' ? 'Messages' : 'Calls'} · p95 · failed: ${labelCalls(stats)}`
}

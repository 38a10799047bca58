import { NODE_WIDTH } from '@/components/traces/graph-size'
import { formatDuration, formatPercent } from '@/lib/domain/format'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'
import { worstOutcome } from '@/lib/domain/traces/worst-failures'

type Place = { x: number; y: number }
type Drawn = { kind: 'call' | 'link'; stats: GraphStats }

type Props = { edge: Drawn; from: Place; to: Place }

/** A call, or a message handed over (dashed), with its count, p95 and failures. */
export function GraphEdge({ edge, from, to }: Props) {
  return (
    <EdgeLine edge={edge} from={from} to={to}>
      <title>{describe(edge)}</title>
    </EdgeLine>
  )
}

/** The line of an edge from the right of its caller to the left of the called; around the node when they are the same. */
export function EdgeLine({
  edge,
  from,
  to,
  lit = false,
  children,
}: Props & { lit?: boolean; children?: React.ReactNode }) {
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
    >
      {children}
    </path>
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
  const failed = stats.error + stats.throttle + stats.fault
  const rate = stats.count === 0 ? null : failed / stats.count
  return `${stats.count} ${kind === 'link' ? 'messages' : 'calls'} · p95 ${formatDuration(stats.p95Ms)} · ${formatPercent(rate)} failed`
}

import { NODE_WIDTH } from '@/components/traces/graph-node'
import type { GraphResponse } from '@/lib/contracts/traces'
import { formatDuration, formatPercent } from '@/lib/domain/format'

type Place = { x: number; y: number }

type Props = { edge: GraphResponse['edges'][number]; from: Place; to: Place }

/** A call, or a message handed over (dashed), with its count, p95 and failures. */
export function GraphEdge({ edge, from, to }: Props) {
  const x1 = from.x + NODE_WIDTH / 2
  const x2 = to.x - NODE_WIDTH / 2 - 2
  const bend = Math.max(24, Math.abs(x2 - x1) / 2)
  const failed = edge.stats.error + edge.stats.throttle + edge.stats.fault
  return (
    <g>
      <path
        d={`M${x1} ${from.y} C${x1 + bend} ${from.y} ${x2 - bend} ${to.y} ${x2} ${to.y}`}
        fill="none"
        stroke={failed > 0 ? 'var(--fault)' : 'var(--faint)'}
        strokeOpacity={failed > 0 ? 0.8 : 0.6}
        strokeWidth="1.25"
        strokeDasharray={edge.kind === 'link' ? '4 3' : undefined}
        markerEnd="url(#arrow)"
      >
        <title>{describe(edge)}</title>
      </path>
    </g>
  )
}

function describe({ stats, kind }: Props['edge']): string {
  const failed = stats.error + stats.throttle + stats.fault
  const rate = stats.count === 0 ? null : failed / stats.count
  return `${stats.count} ${kind === 'link' ? 'messages' : 'calls'} · p95 ${formatDuration(stats.p95Ms)} · ${formatPercent(rate)} failed`
}

import { GraphIcon, nameType } from '@/components/traces/graph-icon'
import { NODE_HEIGHT, NODE_WIDTH } from '@/components/traces/graph-size'
import { NodeOutline } from '@/components/traces/node-outline'
import { outcomeParts } from '@/components/traces/outcome-parts'
import { formatDuration } from '@/lib/domain/format'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'

const RING = 13

/** What is drawn of a service. weight: how much of a chosen figure it has, 0 to 1, which its ring and colour tell. */
type Face = {
  name: string
  type: string
  stats: GraphStats
  inferred: boolean
  note: string
  lit: boolean
  weight?: number
  tone?: string
}

type Props = Omit<Face, 'note'> & {
  /** Of the node, by which the keyboard goes on from it. */
  id: string
  x: number
  y: number
  /** The one that Tab leads to; from there arrows go on. */
  reachable: boolean
  /** Shows its first span; null where none stands for it. */
  onOpen: (() => void) | null
  onHover(service: string | null): void
}

/** One service of a trace: what it is, what it is called, a ring split by how its calls ended; a press shows its first span. */
export function GraphNode({ id, x, y, reachable, onOpen, onHover, ...face }: Props) {
  const { name, type, stats } = face
  const failed = stats.error + stats.throttle + stats.fault
  const said = `${name} (${nameType(type)}): ${stats.count} calls, ${failed} failed, p95 ${formatDuration(stats.p95Ms)}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      role="button"
      tabIndex={reachable ? 0 : -1}
      aria-label={said}
      aria-disabled={onOpen === null || undefined}
      data-node={id}
      transform={`translate(${x - NODE_WIDTH / 2} ${y - NODE_HEIGHT / 2})`}
      className={onOpen === null ? undefined : 'cursor-pointer'}
      onClick={() => onOpen?.()}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onOpen?.()
      }}
      onPointerEnter={() => onHover(name)}
      onPointerLeave={() => onHover(null)}
    >
      <title>{said}</title>
      <NodeFace {...face} note={formatDuration(stats.p95Ms)} />
    </g>
  )
}

/** The drawing of a node from its left upper corner on; a service that sends no segments has a dashed outline. */
export function NodeFace({ name, type, stats, inferred, note, lit, weight = 0, tone = 'var(--accent)' }: Face) {
  return (
    <>
      <NodeOutline {...{ type, inferred, lit, weight, tone }} />
      <g transform={`translate(24 22) scale(${(1 + weight * 0.4).toFixed(2)})`}>
        <Ring stats={stats} />
        <GraphIcon type={type} />
      </g>
      <text x="48" y="18" fontSize="12" fontWeight="500" fill="var(--text)">
        {shorten(name, 18)}
      </text>
      <text x="48" y="34" fontSize="11" fill="var(--muted)">
        {shorten(`${nameType(type)} · ${note}`, 21)}
      </text>
    </>
  )
}

/** A circle split by how calls ended: ok, error, throttle, fault. */
function Ring({ stats }: { stats: GraphStats }) {
  const around = 2 * Math.PI * RING
  return (
    <>
      <circle r={RING} fill="var(--surface)" stroke="var(--line)" strokeWidth="2.5" />
      {outcomeParts(stats).map(({ color, share, before }) => (
        <circle
          key={color}
          r={RING}
          fill="none"
          stroke={color}
          strokeWidth="2.5"
          strokeDasharray={`${share * around} ${around}`}
          transform={`rotate(${before * 360 - 90})`}
        />
      ))}
    </>
  )
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

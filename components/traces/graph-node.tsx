'use client'

import { GraphIcon, nameType } from '@/components/traces/graph-icon'
import type { GraphResponse } from '@/lib/contracts/traces'
import { formatDuration } from '@/lib/domain/format'

export const NODE_WIDTH = 176
export const NODE_HEIGHT = 44

const RING = 13
const AROUND = 2 * Math.PI * RING

type Node = GraphResponse['nodes'][number]
type Props = { node: Node; root: boolean; lit: boolean; onHover(service: string | null): void }

/** One service: what it is, what it is called, and a ring split by how its calls ended. */
export function GraphNode({ node, root, lit, onHover }: Props) {
  const { x, y, name, type, stats } = node
  const failed = stats.error + stats.throttle + stats.fault
  return (
    <g
      data-root={root ? '' : undefined}
      transform={`translate(${x - NODE_WIDTH / 2} ${y - NODE_HEIGHT / 2})`}
      onPointerEnter={() => onHover(name)}
      onPointerLeave={() => onHover(null)}
    >
      <title>{`${name} (${nameType(type)}): ${stats.count} calls, ${failed} failed, p95 ${formatDuration(stats.p95Ms)}`}</title>
      <rect
        width={NODE_WIDTH}
        height={NODE_HEIGHT}
        rx="6"
        fill={lit ? 'var(--selected)' : 'var(--surface)'}
        stroke={lit ? 'var(--accent)' : 'var(--line-strong)'}
      />
      <g transform="translate(22 22)">
        <Ring stats={stats} />
        <GraphIcon type={type} />
      </g>
      <text x="44" y="18" fontSize="12" fontWeight="500" fill="var(--text)">
        {shorten(name, 19)}
      </text>
      <text x="44" y="34" fontSize="11" fill="var(--muted)">
        {shorten(`${nameType(type)} · ${formatDuration(stats.p95Ms)}`, 23)}
      </text>
    </g>
  )
}

function Ring({ stats }: { stats: Node['stats'] }) {
  const parts = [
    { value: stats.ok, color: 'var(--ok)' },
    { value: stats.error, color: 'var(--error)' },
    { value: stats.throttle, color: 'var(--throttle)' },
    { value: stats.fault, color: 'var(--fault)' },
  ]
  let before = 0
  return (
    <>
      <circle r={RING} fill="none" stroke="var(--line)" strokeWidth="2.5" />
      {parts.map(({ value, color }) => {
        const share = stats.count === 0 ? 0 : value / stats.count
        const start = before
        before += share
        if (share === 0) return null
        return (
          <circle
            key={color}
            r={RING}
            fill="none"
            stroke={color}
            strokeWidth="2.5"
            strokeDasharray={`${share * AROUND} ${AROUND}`}
            transform={`rotate(${start * 360 - 90})`}
          />
        )
      })}
    </>
  )
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}

import { NODE_HEIGHT } from '@/components/traces/graph-size'
import { NodeOutline } from '@/components/traces/node-outline'
import { outcomeParts } from '@/components/traces/outcome-parts'
import { splitName } from '@/components/traces/split-name'
import type { GraphStats } from '@/lib/domain/traces/graph-stats'

type Props = {
  name: string
  type: string
  stats: GraphStats
  inferred: boolean
  lit: boolean
  weight: number
  tone: string
}

/** Characters of its name that a node holds in a line at this size. */
const MOST = 13
const BAR = { x: 13, y: 7, width: 5, height: NODE_HEIGHT - 14 }
const MIDDLE = NODE_HEIGHT / 2

/** A node seen from afar: its name as large as it fits, and a bar split by how calls ended. */
export function FarNodeFace({ name, stats, ...outline }: Props) {
  const lines = splitName(name, MOST)
  return (
    <>
      <NodeOutline {...outline} />
      {outcomeParts(stats).map(({ color, share, before }) => (
        <rect
          key={color}
          x={BAR.x}
          y={BAR.y + before * BAR.height}
          width={BAR.width}
          height={share * BAR.height}
          fill={color}
        />
      ))}
      {lines.map((line, at) => (
        <text
          key={line}
          x="25"
          y={lines.length === 1 ? MIDDLE : MIDDLE - 10 + at * 20}
          dominantBaseline="central"
          fontSize="19"
          fontWeight="500"
          fill="var(--text)"
        >
          {line}
        </text>
      ))}
    </>
  )
}

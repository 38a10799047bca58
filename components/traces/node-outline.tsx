import { NODE_HEIGHT, NODE_WIDTH } from '@/components/traces/graph-size'
import { nodeShape } from '@/components/traces/node-shape'

type Props = { type: string; inferred: boolean; lit: boolean; weight: number; tone: string }

/** The shape of a node by what it is; a service that sends no segments has a dashed one. */
export function NodeOutline({ type, inferred, lit, weight, tone }: Props) {
  return (
    <path
      d={nodeShape(type, NODE_WIDTH, NODE_HEIGHT)}
      fill={lit ? 'var(--selected)' : `color-mix(in srgb, ${tone} ${Math.round(weight * 16)}%, var(--surface))`}
      stroke={lit ? 'var(--accent)' : 'var(--line-strong)'}
      strokeWidth={lit ? 2 : 1}
      strokeDasharray={inferred && type !== 'client' && !lit ? '3 2' : undefined}
    />
  )
}

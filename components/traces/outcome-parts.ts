import type { GraphStats } from '@/lib/domain/traces/graph-stats'

/** How calls ended, each part of them with its colour and share; before: of the parts before it. */
export function outcomeParts(stats: GraphStats): { color: string; share: number; before: number }[] {
  const counts = [
    { color: 'var(--ok)', count: stats.ok },
    { color: 'var(--error)', count: stats.error },
    { color: 'var(--throttle)', count: stats.throttle },
    { color: 'var(--fault)', count: stats.fault },
  ]
  let before = 0
  return counts.flatMap(({ color, count }) => {
    if (count === 0) return []
    const part = { color, share: count / stats.count, before }
    before += part.share
    return [part]
  })
}

import type { TimeView } from '@/components/traces/waterfall-state'

/** Stretches nearer to each other than this share of the picture are drawn as one. */
const LEAST_GAP = 0.0015

/** Stretches of a trace as a CSS picture across the part of it that is drawn; null when none of them lies there. */
export function paintStretches(
  stretches: readonly (readonly [number, number])[],
  totalUs: number,
  { from, to }: TimeView,
): string | null {
  const shares: [number, number][] = []
  for (const [startUs, endUs] of stretches) {
    const start = Math.max(0, (startUs / totalUs - from) / (to - from))
    const end = Math.min(1, (endUs / totalUs - from) / (to - from))
    if (end <= 0 || start >= 1) continue
    const before = shares.at(-1)
    if (before && start - before[1] < LEAST_GAP) before[1] = Math.max(before[1], end)
    else shares.push([start, Math.max(end, start + LEAST_GAP)])
  }
  if (shares.length === 0) return null
  const stops = shares.map(([start, end]) => {
    const [first, last] = [percent(start), percent(end)]
    return `transparent ${first}, var(--text) ${first} ${last}, transparent ${last}`
  })
  return `linear-gradient(to right, ${stops.join(', ')})`
}

function percent(share: number): string {
  return `${Math.round(share * 1e4) / 100}%`
}

/** What is known of the durations of one stretch: how many there were, and some of their quantiles (rank → ms). */
export type DurationPart = { count: number; p50: number; p95: number; p99: number; max: number }

const RANKS = [0, 0.5, 0.95, 0.99, 1] as const
/** Halves the distance between 0 and the highest value this often: beyond the precision of any figure that is shown. */
const STEPS = 40

/**
 * Quantiles of several stretches together, estimated from those of each: within a stretch the values are taken as spread
 * evenly between two known quantiles. Exact at 0.5, 0.95, 0.99 and 1 for one stretch; never outside of the lowest and the
 * highest of the same quantile. Null without any value.
 */
export function mixPercentiles(parts: readonly DurationPart[], ranks: readonly number[]): (number | null)[] {
  const counted = parts.filter(({ count }) => count > 0)
  const total = counted.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return ranks.map(() => null)
  const highest = Math.max(...counted.map(({ max }) => max))
  return ranks.map((rank) => {
    let low = 0
    let high = highest
    for (let step = 0; step < STEPS; step += 1) {
      const middle = (low + high) / 2
      const below = counted.reduce((sum, part) => sum + part.count * shareBelow(part, middle), 0)
      if (below < rank * total) low = middle
      else high = middle
    }
    return high
  })
}

/** The share of a stretch's values up to `value`. */
function shareBelow({ p50, p95, p99, max }: DurationPart, value: number): number {
  const knots = [0, p50, p95, p99, max]
  for (const [index, knot] of knots.entries()) {
    if (value >= knot) continue
    const before = knots[index - 1] ?? 0
    const [from, to] = [RANKS[index - 1] ?? 0, RANKS[index] ?? 1]
    return from + ((to - from) * (value - before)) / (knot - before)
  }
  return 1
}

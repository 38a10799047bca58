import type { Window } from '@/lib/domain/covered-window'

/** Rows of fewer are read as quickly as it is told whether they have changed. */
export const MANY_FUNCTIONS = 200

/** The stretches of a window up to where each is settled, and what is left of them. */
export function splitSettled<Stretch extends Window>(
  stretches: readonly Stretch[],
  settledEnd: (stretch: Stretch) => number,
): [settled: Stretch[], open: Stretch[]] {
  const [settled, open]: [Stretch[], Stretch[]] = [[], []]
  for (const stretch of stretches) {
    const endMs = settledEnd(stretch)
    if (stretch.fromMs < endMs) settled.push({ ...stretch, toMs: Math.min(stretch.toMs, endMs) })
    if (stretch.toMs > endMs) open.push({ ...stretch, fromMs: Math.max(stretch.fromMs, endMs) })
  }
  return [settled, open]
}

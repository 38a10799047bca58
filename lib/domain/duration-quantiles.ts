import { type Sketch, sketchQuantiles } from '@/lib/domain/sketch'

/** Quantiles of durations, ms, within 1 %. The longest is known exactly, and nothing is said to have taken longer. */
export function durationQuantiles(
  { durations, durationMaxMs }: { durations: Sketch; durationMaxMs: number | null },
  quantiles: readonly number[],
): (number | null)[] {
  return sketchQuantiles(durations, quantiles).map((value) =>
    value === null || durationMaxMs === null ? value : Math.min(value, durationMaxMs),
  )
}

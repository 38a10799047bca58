import type { Box } from '@/components/traces/use-scatter-pointer'
import { parseFilterExpression } from '@/lib/domain/traces/filter-expression/parse-filter-expression'

type Axes = { fromMs: number; toMs: number; durationAt(y: number): number; filter: string | null }

/** Durations of whole milliseconds, as an expression has them: in seconds. */
const MS_PER_SECOND = 1000

/** The time range and the filter that a box drawn over the scatter stands for. It replaces the durations of an earlier box. */
export function narrowToBox(
  box: Box,
  size: { width: number; height: number },
  { fromMs, toMs, durationAt, filter }: Axes,
): { range: { fromMs: number; toMs: number }; filter: string } {
  const timeAt = (x: number) => fromMs + (x / size.width) * (toMs - fromMs)
  const range = { fromMs: Math.floor(timeAt(box.x0)), toMs: Math.ceil(timeAt(box.x1)) }
  const seconds = (y: number, round: (value: number) => number) =>
    round(durationAt(1 - y / size.height)) / MS_PER_SECOND
  const durations = `duration >= ${seconds(box.y1, Math.floor)} AND duration <= ${seconds(box.y0, Math.ceil)}`
  const before = (filter ?? '').replace(/(?: AND )?duration >= [\d.]+ AND duration <= [\d.]+$/, '').trim()
  if (before === '') return { range, filter: durations }
  const isLoose = parseFilterExpression(before).filter?.kind === 'or'
  return { range, filter: `${isLoose ? `(${before})` : before} AND ${durations}` }
}

import type { TracePointsResponse } from '@/lib/contracts/trace-groups'
import { formatDuration } from '@/lib/domain/format'

export type ScatterColumns = Pick<TracePointsResponse, 'ids' | 'startsMs' | 'durationsMs' | 'statuses'>

/**
 * Points as columns: x is the share of the window, y the share of a logarithmic axis of durations; index is the place of
 * each in what it was made of. drawn: how many there are.
 */
export type Scatter = {
  x: Float32Array
  y: Float32Array
  index: Uint32Array
  drawn: number
  yTicks: { y: number; label: string }[]
  /** The duration at a share of the axis, ms. */
  durationAt(y: number): number
}

/** Durations that read well, about a power of ten apart. */
const TICKS_MS = [1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000]
/** The worse a trace ended, the later it is drawn, so that it is never covered. */
const ORDER = ['o', 'e', 't', 'f']

/** Traces of unknown length, and those that began outside of the window, are left out. The ends of the axis are powers of ten. */
export function prepareScatter(columns: ScatterColumns, fromMs: number, toMs: number): Scatter {
  const { startsMs, durationsMs, statuses } = columns
  let [low, high] = [1, 2]
  for (const ms of durationsMs) {
    if (ms === null) continue
    const log = Math.log10(Math.max(1, ms))
    low = Math.min(low, Math.floor(log))
    high = Math.max(high, Math.ceil(log))
  }
  high = Math.max(low + 1, high)
  const scale = (ms: number) => (Math.log10(Math.max(1, ms)) - low) / (high - low)
  const scatter = {
    x: new Float32Array(startsMs.length),
    y: new Float32Array(startsMs.length),
    index: new Uint32Array(startsMs.length),
    drawn: 0,
  }
  for (const status of ORDER) {
    for (let at = 0; at < startsMs.length; at += 1) {
      const [startMs = 0, ms = null] = [startsMs[at], durationsMs[at]]
      if (statuses[at] !== status || ms === null || startMs < fromMs || startMs >= toMs) continue
      scatter.x[scatter.drawn] = (startMs - fromMs) / (toMs - fromMs)
      scatter.y[scatter.drawn] = scale(ms)
      scatter.index[scatter.drawn] = at
      scatter.drawn += 1
    }
  }
  const yTicks = TICKS_MS.map((ms) => ({ y: scale(ms), label: formatDuration(ms) }))
  return {
    ...scatter,
    yTicks: yTicks.filter(({ y }) => y >= 0 && y <= 1),
    durationAt: (y) => 10 ** (low + y * (high - low)),
  }
}

/** The place in the columns of the point that is nearest to a pixel and no further away than near; null when none is. */
export function findNearest(
  { x, y, index, drawn }: Scatter,
  at: { x: number; y: number },
  size: { width: number; height: number },
  near: number,
): number | null {
  let [best, bestSquare] = [-1, near * near]
  for (let point = 0; point < drawn; point += 1) {
    const dx = (x[point] ?? 0) * size.width - at.x
    const dy = (1 - (y[point] ?? 0)) * size.height - at.y
    const square = dx * dx + dy * dy
    if (square > bestSquare) continue
    best = point
    bestSquare = square
  }
  return best < 0 ? null : (index[best] ?? null)
}

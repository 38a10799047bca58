import { type Status, statusOf } from '@/components/traces/trace-status'
import type { TraceItem } from '@/lib/contracts/traces'
import { formatDuration } from '@/lib/domain/format'

export type ScatterPoint = { id: string; x: number; y: number; status: Status; label: string }

export type Scatter = { points: ScatterPoint[]; yTicks: { y: number; label: string }[] }

/** Durations that read well, about a power of ten apart. */
const TICKS_MS = [1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 36_000_000]

const RANK: Record<Status, number> = { ok: 0, error: 1, throttle: 2, fault: 3 }

/**
 * Traces as points: x is the share of the window, y the share of a logarithmic duration axis whose ends are powers of ten.
 * Traces of unknown length are left out. The worse a trace ended, the later it is drawn, so that it is never covered.
 */
export function prepareScatter(items: readonly TraceItem[], fromMs: number, toMs: number): Scatter {
  const timed = items.flatMap((item) => (item.durationMs === null ? [] : [{ item, ms: Math.max(1, item.durationMs) }]))
  const logs = timed.map(({ ms }) => Math.log10(ms))
  const low = Math.floor(Math.min(1, ...logs))
  const high = Math.max(low + 1, Math.ceil(Math.max(2, ...logs)))
  const scale = (log: number) => (log - low) / (high - low)
  const points = timed.map(({ item, ms }) => ({
    id: item.id,
    x: toMs > fromMs ? (item.startMs - fromMs) / (toMs - fromMs) : 0,
    y: scale(Math.log10(ms)),
    status: statusOf(item),
    label: `${item.entryPoint ?? item.id}, ${formatDuration(item.durationMs)}`,
  }))
  return {
    points: points.filter(({ x }) => x >= 0 && x <= 1).sort((a, b) => RANK[a.status] - RANK[b.status]),
    yTicks: TICKS_MS.map((ms) => ({ y: scale(Math.log10(ms)), label: formatDuration(ms) })).filter(
      ({ y }) => y >= 0 && y <= 1,
    ),
  }
}

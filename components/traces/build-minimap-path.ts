import { FLAG, type TraceColumns } from '@/components/traces/build-trace-columns'

export const MINIMAP = { width: 1000, height: 32 } as const

/** All bars of a trace as two SVG paths in a box, each bar a line at its share of the height: those that failed apart. */
export function buildMinimapPath({ startUs, durationUs, flags, totalUs }: TraceColumns): {
  ok: string
  failed: string
} {
  const bad = FLAG.error | FLAG.fault | FLAG.throttle
  const paths = { ok: '', failed: '' }
  startUs.forEach((start, index) => {
    const duration = durationUs[index] ?? 0
    const x = Math.round((start / totalUs) * MINIMAP.width)
    const width = Math.max(1, Math.round(((duration < 0 ? totalUs - start : duration) / totalUs) * MINIMAP.width))
    const y = Math.round(((index + 0.5) / startUs.length) * MINIMAP.height * 10) / 10
    paths[(flags[index] ?? 0) & bad ? 'failed' : 'ok'] += `M${x} ${y}h${width}`
  })
  return paths
}

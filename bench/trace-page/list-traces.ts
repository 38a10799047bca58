import type { TraceOptions } from '@/bench/trace-page/make-trace'

/** So many traces of so many spans, each with an ID and a seed of its own. */
export function listTraces(options: { spans: number; traces: number; startMs: number }): TraceOptions[] {
  const { spans, traces, startMs } = options
  return Array.from({ length: traces }, (_, at) => {
    return { traceId: traceIdOf(startMs, spans, at), spans, startMs, seed: at + 1 }
  })
}

function traceIdOf(startMs: number, spans: number, at: number): string {
  const seconds = Math.floor(startMs / 1000)
    .toString(16)
    .padStart(8, '0')
  return `1-${seconds}-${spans.toString(16).padStart(12, '0')}${at.toString(16).padStart(12, '0')}`
}

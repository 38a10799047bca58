import type { Span } from '@/lib/domain/traces/span'

/** The first segment that nobody in the trace called; a subsegment that lost its segment is no entry point. */
export function rootOf(spans: readonly Span[]): Span | null {
  const roots = spans.filter((span) => span.depth === 0)
  return roots.find((span) => span.kind === 'segment') ?? roots[0] ?? null
}

import { orderSpans } from '@/lib/domain/traces/order-spans'

/** Where a span is drawn. `left` and `width` are fractions of the trace. */
export type Bar = { id: string; depth: number; left: number; width: number; childCount: number }

type Timed = { id: string; parentId: string | null; startMs: number; endMs: number | null }

/**
 * Places spans as fractions of the trace: parents before children, siblings by start.
 * An orphan becomes a root, a loop of parents is left out, a trace of no length has width 0, a running span ends now.
 */
export function layoutWaterfall(spans: readonly Timed[], nowMs: number): Bar[] {
  // A clock behind the one that dated the spans must not turn a running span around.
  const endOf = ({ startMs, endMs }: Timed) => Math.max(startMs, endMs ?? nowMs)
  const ordered = orderSpans(spans)
  let fromMs = Number.POSITIVE_INFINITY
  let toMs = Number.NEGATIVE_INFINITY
  for (const { span } of ordered) {
    fromMs = Math.min(fromMs, span.startMs)
    toMs = Math.max(toMs, endOf(span))
  }
  const length = toMs - fromMs
  const fraction = (ms: number) => (length > 0 ? ms / length : 0)
  return ordered.map(({ span, depth, childCount }) => ({
    id: span.id,
    depth,
    left: fraction(span.startMs - fromMs),
    width: fraction(endOf(span) - span.startMs),
    childCount,
  }))
}

import { outlineTrace, type SegmentOutline } from '@/lib/domain/traces/outline-trace'
import { packOutline } from '@/lib/domain/traces/pack-outline'
import { packTraceOutline } from '@/lib/server/blocks/pack-trace-outline'

/** Spans of a trace whose outline is kept: of fewer it is made of the documents in some milliseconds. */
export const LEAST_SPANS = 1_000

/** What the waterfall draws, of a trace whose documents take long to read; null of a smaller one. documents: how many there are. */
export function outlineOfLarge(documents: number, segments: readonly SegmentOutline[]): Buffer | null {
  const outline = outlineTrace(segments)
  if (outline.spans.length < LEAST_SPANS) return null
  return packTraceOutline({ ...packOutline(outline), unreadable: documents - segments.length })
}

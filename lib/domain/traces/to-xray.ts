import { limitDepth } from '@/lib/domain/limit-depth'
import { parseSegment } from '@/lib/domain/traces/parse-segment'
import { isSpan } from '@/lib/domain/traces/parse-span'
import { toSegmentDocument } from '@/lib/domain/traces/to-segment-document'

/** The answer of BatchGetTraces for one trace. Duration is in seconds. */
export type XrayTraces = {
  Traces: {
    Id: string
    Duration: number
    LimitExceeded: boolean
    Segments: { Id: string; Document: string }[]
  }[]
  UnprocessedTraceIds: string[]
}

type Stored = { id: string; durationMs: number; limitExceeded: boolean; texts: readonly string[] }

/**
 * A trace as X-Ray's BatchGetTraces answers it: segment documents to the letter as X-Ray sent them, spans of Transaction
 * Search as the segment documents that they stand for. What cannot be read as either stays as it came, under an empty ID.
 */
export function toXray({ id, durationMs, limitExceeded, texts }: Stored): XrayTraces {
  const Segments = texts.map((text) => {
    const segment = parseSegment(text)
    if (segment === null) return { Id: '', Document: text }
    if (!isSpan(segment.document)) return { Id: segment.id, Document: text }
    return { Id: segment.id, Document: JSON.stringify(limitDepth(toSegmentDocument(segment))) }
  })
  const Duration = Math.round(durationMs) / 1000
  return { Traces: [{ Id: id, Duration, LimitExceeded: limitExceeded, Segments }], UnprocessedTraceIds: [] }
}

import type { OutlinedSpan } from '@/lib/domain/traces/outline-trace'
import { sizesOf } from '@/lib/domain/traces/sizes-of'

/** Bits of a span's flags. */
export const FLAG = {
  error: 1,
  fault: 2,
  throttle: 4,
  inProgress: 8,
  critical: 16,
  subsegment: 32,
  inferred: 64,
  orphan: 128,
} as const

/**
 * A trace as columns, one entry a span, parents before children: small on the wire and quick to walk.
 * ids: those of the first spans alone where a trace has many. startUs and durationUs are whole microseconds, starts counted
 * from the trace's own; durationUs is -1 while a span runs.
 * size counts a span with all below it. names, services and notes are indexes into the word list.
 */
export type TraceColumns = {
  ids: string[]
  words: string[]
  name: number[]
  note: number[]
  service: number[]
  startUs: number[]
  durationUs: number[]
  depth: number[]
  size: number[]
  flags: number[]
  totalUs: number
}

type CriticalSpan = OutlinedSpan & { critical: boolean }

/** Throws nothing: spans stand in the order in which the answer holds them. */
export function buildTraceColumns({
  spans,
  startMs,
  durationMs,
}: {
  spans: readonly CriticalSpan[]
  startMs: number
  durationMs: number
}): TraceColumns {
  const words = new Map<string, number>()
  const word = (text: string) => {
    const known = words.get(text)
    if (known !== undefined) return known
    words.set(text, words.size)
    return words.size - 1
  }
  const services = new Map<string, string>()
  const serviceOf = (span: CriticalSpan) => {
    const inherited = span.kind === 'subsegment' && span.parentId !== null ? services.get(span.parentId) : undefined
    const service = inherited ?? span.name
    services.set(span.id, service)
    return service
  }
  return {
    ids: spans.map(({ id }) => id),
    name: spans.map(({ name }) => word(name)),
    note: spans.map((span) => word(noteOf(span))),
    service: spans.map((span) => word(serviceOf(span))),
    startUs: spans.map((span) => Math.round((span.startMs - startMs) * 1000)),
    durationUs: spans.map(({ startMs: from, endMs }) =>
      endMs === null ? -1 : Math.max(0, Math.round((endMs - from) * 1000)),
    ),
    depth: spans.map(({ depth }) => depth),
    size: sizesOf(spans.map(({ depth }) => depth)),
    flags: spans.map(flagsOf),
    totalUs: Math.max(1, Math.round(durationMs * 1000)),
    words: [...words.keys()],
  }
}

/** What is called and on what; the ARN of the service itself would only say its name again. */
function noteOf({ operation, resource, origin, kind }: CriticalSpan): string {
  const parts = [operation, resource].filter((part) => part !== null && !part.startsWith('arn:'))
  if (parts.length > 0) return parts.join(' · ')
  return kind === 'subsegment' || origin === null ? '' : origin.replace(/^AWS::/, '').replaceAll('::', ' ')
}

function flagsOf(span: CriticalSpan): number {
  return (
    (span.error ? FLAG.error : 0) |
    (span.fault ? FLAG.fault : 0) |
    (span.throttle ? FLAG.throttle : 0) |
    (span.inProgress ? FLAG.inProgress : 0) |
    (span.critical ? FLAG.critical : 0) |
    (span.kind === 'subsegment' ? FLAG.subsegment : 0) |
    (span.kind === 'inferred' ? FLAG.inferred : 0) |
    (span.orphan ? FLAG.orphan : 0)
  )
}

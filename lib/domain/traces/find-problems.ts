import { objectOf, textOf } from '@/lib/domain/json-value'
import { segmentMs } from '@/lib/domain/traces/parse-segment'
import { isSpan, spanMs } from '@/lib/domain/traces/parse-span'
import type { Span } from '@/lib/domain/traces/span'

/** What a span's document lacks or has wrong, and what is shown in its place, in sentences; empty when it is whole. */
export function findProblems(span: Span): string[] {
  const { document, startMs, endMs, inProgress, name } = span
  const said = isSpan(document) ? ofSpan(document) : ofSegment(document)
  const problems: string[] = []
  if (said.startMs === null) problems.push(`${said.start} ${placeOf(span)}`)
  if (inProgress && !said.isAnnounced) problems.push('It has no end, and does not say that it is in progress.')
  if (endMs !== null && endMs < startMs) problems.push('It ends before it begins: a clock was wrong.')
  if (name === '(unnamed)') problems.push('It has no name.')
  if (said.referenceId !== null && span.exceptions.length === 0) {
    problems.push(`It failed of the exception ${said.referenceId}, which no segment of the trace holds.`)
  }
  return problems
}

/** Where a span is drawn that does not say when it began. */
function placeOf({ document, kind, parentId, endMs }: Span): string {
  const named = textOf(document.parent_id) ?? textOf(document.parentSpanId) ?? ''
  if (kind === 'subsegment' || parentId !== null || named !== '')
    return 'It is drawn where the segment above it begins.'
  return endMs === null ? 'It is drawn where the trace begins.' : 'It is drawn where it ends.'
}

function ofSegment(document: Span['document']) {
  const { start_time, in_progress, cause } = document
  return {
    startMs: segmentMs(start_time),
    start: describeStart(start_time, 'seconds'),
    isAnnounced: in_progress === true,
    referenceId: textOf(cause) ?? (Array.isArray(objectOf(cause)?.exceptions) ? null : textOf(objectOf(cause)?.id)),
  }
}

function ofSpan(document: Span['document']) {
  const { startTimeUnixNano } = document
  return {
    startMs: spanMs(startTimeUnixNano),
    start: describeStart(startTimeUnixNano, 'nanoseconds'),
    // A span is written when it has ended; one that has not says so by an end of 0 or none.
    isAnnounced: true,
    referenceId: null,
  }
}

/** A start that cannot be one, such as one in milliseconds, is a number all the same. */
function describeStart(start: unknown, unit: string): string {
  const number = typeof start === 'string' && /^\d+$/.test(start) ? Number(start) : start
  return typeof number === 'number' && Number.isFinite(number)
    ? `Its start, ${start}, is no time in ${unit} since 1970.`
    : 'It does not say when it began.'
}

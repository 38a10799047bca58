import { numberOf, objectOf, textOf } from '@/lib/domain/json-value'
import { isSpan } from '@/lib/domain/traces/parse-span'
import type { Span } from '@/lib/domain/traces/span'

/** What a span's document lacks or has wrong, and what is shown in its place, in sentences; empty when it is whole. */
export function findProblems(span: Span): string[] {
  const { document, startMs, endMs, inProgress, name } = span
  const said = isSpan(document) ? ofSpan(document) : ofSegment(document)
  const problems: string[] = []
  if (!said.hasStart) problems.push('It does not say when it began. It is drawn where the segment above it begins.')
  if (inProgress && !said.isAnnounced) problems.push('It has no end, and does not say that it is in progress.')
  if (endMs !== null && endMs < startMs) problems.push('It ends before it begins: a clock was wrong.')
  if (name === '(unnamed)') problems.push('It has no name.')
  if (said.referenceId !== null && span.exceptions.length === 0) {
    problems.push(`It failed of the exception ${said.referenceId}, which no segment of the trace holds.`)
  }
  return problems
}

function ofSegment(document: Span['document']) {
  const { start_time, in_progress, cause } = document
  return {
    hasStart: numberOf(start_time) !== null,
    isAnnounced: in_progress === true,
    referenceId: textOf(cause) ?? (Array.isArray(objectOf(cause)?.exceptions) ? null : textOf(objectOf(cause)?.id)),
  }
}

function ofSpan(document: Span['document']) {
  const { startTimeUnixNano } = document
  return {
    hasStart: numberOf(startTimeUnixNano) !== null || /^\d+$/.test(textOf(startTimeUnixNano) ?? ''),
    // A span is written when it has ended; one that has not says so by an end of 0 or none.
    isAnnounced: true,
    referenceId: null,
  }
}

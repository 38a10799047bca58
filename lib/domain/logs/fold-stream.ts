import { textOf } from '@/lib/domain/json-value'
import { attributeLines, startedAtMsOf } from '@/lib/domain/logs/attribute-lines'
import { compareStreamLines } from '@/lib/domain/logs/compare-stream-lines'
import type { FoldedInvocation, StreamLine } from '@/lib/domain/logs/folded-invocation'
import { judgeAttempt } from '@/lib/domain/logs/judge-attempt'
import { type Attempt, matchAttempts } from '@/lib/domain/logs/match-attempts'

/** Provisioned concurrency initialises environments before anyone calls: nobody waited for that start. */
function isProvisioned({ line }: StreamLine): boolean {
  return (
    (line.kind === 'init-start' || line.kind === 'init-report') && line.initializationType === 'provisioned-concurrency'
  )
}

/** An initialisation that failed or took too long is run again inside the first invocation, with no Init Duration. */
function hasSuppressedInit(attempt: Attempt): boolean {
  return attempt.initReports.some(
    ({ phase, status }) => phase === 'invoke' || (status !== null && status !== 'success'),
  )
}

function invocationOf(attempt: Attempt, isFirst: boolean, provisioned: boolean): FoldedInvocation {
  const { start, report, end } = attempt
  const figures = report?.line ?? null
  const initialised = figures !== null && (figures.initMs !== null || figures.restoreMs !== null)
  return {
    requestId: attempt.requestId,
    startedAtMs: startedAtMsOf(attempt),
    endedAtMs: report?.atMs ?? end?.atMs ?? null,
    version: start?.line.version ?? null,
    ...judgeAttempt(attempt),
    durationMs: figures?.durationMs ?? null,
    billedMs: figures?.billedMs ?? null,
    initMs: figures?.initMs ?? null,
    restoreMs: figures?.restoreMs ?? null,
    memoryMb: figures?.memoryMb ?? null,
    maxMemoryUsedMb: figures?.maxMemoryUsedMb ?? null,
    coldStart: !provisioned && (initialised || (isFirst && hasSuppressedInit(attempt))),
    traceId: figures?.traceId ?? start?.line.traceId ?? null,
    segmentId: figures?.segmentId ?? null,
    tenantId: textOf(figures?.other.tenantId) ?? textOf(start?.line.other.tenantId),
    startEventId: start?.eventId ?? report?.eventId ?? '',
    closed: report !== null,
  }
}

/**
 * Folds the lines of ONE log stream, sorted by time and event ID (`compareStreamLines`), into its invocations by start.
 * A stream is one execution environment, so a line without a request ID belongs to the invocation around it. A request
 * ID that comes again (an asynchronous retry) is a separate attempt. A line given twice counts once.
 * A START without REPORT is not closed and "unknown"; a REPORT without START began its duration earlier.
 * head: the first lines of the stream, where `lines` begin later. They tell how the environment began, and that the first
 * attempt here is not its first.
 */
export function foldStream(lines: readonly StreamLine[], head: readonly StreamLine[] = []): FoldedInvocation[] {
  const once = lines.filter((line, at) => line.eventId !== lines[at - 1]?.eventId)
  const matched = matchAttempts(once)
  attributeLines(once, matched, head)
  const provisioned = once.some(isProvisioned) || head.some(isProvisioned)
  return matched.attempts
    .map((attempt, at) => invocationOf(attempt, at === 0 && head.length === 0, provisioned))
    .sort(compareStarts)
}

function compareStarts(a: FoldedInvocation, b: FoldedInvocation): number {
  if (a.startedAtMs !== b.startedAtMs) return a.startedAtMs - b.startedAtMs
  return compareStreamLines({ atMs: 0, eventId: a.startEventId }, { atMs: 0, eventId: b.startEventId })
}

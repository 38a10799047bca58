import type { LogLine } from '@/lib/domain/logs/log-line'

export type InvocationResult = 'success' | 'error' | 'timeout' | 'out-of-memory' | 'init-error' | 'unknown'

/** One log event of a stream, as CloudWatch Logs dated and named it. */
export type StreamLine<Line extends LogLine = LogLine> = { atMs: number; eventId: string; line: Line }

/**
 * One attempt at a request. `startEventId` is the event ID of its START line (of its REPORT when there is no START)
 * and tells apart the attempts that share a request ID. `closed` once a REPORT was seen.
 */
export type FoldedInvocation = {
  requestId: string
  startedAtMs: number
  endedAtMs: number | null
  version: string | null
  result: InvocationResult
  errorType: string | null
  errorMessage: string | null
  errorFrame: string | null
  durationMs: number | null
  billedMs: number | null
  initMs: number | null
  restoreMs: number | null
  memoryMb: number | null
  maxMemoryUsedMb: number | null
  coldStart: boolean
  traceId: string | null
  segmentId: string | null
  /** Of a function with tenant isolation, where its log format is JSON: text lines do not name it. */
  tenantId: string | null
  startEventId: string
  closed: boolean
}

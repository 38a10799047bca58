import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import type { InitReportLine, LogLine, UnhandledError } from '@/lib/domain/logs/log-line'
import type { Attempt, MatchedAttempts } from '@/lib/domain/logs/match-attempts'

/** When an attempt began: its START, or its REPORT less the duration, rounded up as Lambda does for END and REPORT. */
export function startedAtMsOf(attempt: Attempt): number {
  if (attempt.start !== null) return attempt.start.atMs
  if (attempt.report === null) return attempt.end?.atMs ?? 0
  return attempt.report.atMs - Math.ceil(attempt.report.line.durationMs ?? 0)
}

/** Managed instances say so when they start, and report nothing but the duration. */
function isManagedInstance({ line }: StreamLine): boolean {
  if (line.kind === 'init-start' || line.kind === 'init-report') {
    return line.initializationType === 'lambda-managed-instances'
  }
  return line.kind === 'report' && line.format === 'json' && line.billedMs === null && line.memoryMb === null
}

/** Managed instances serve several requests at once in one stream: a START strictly within another's attempt. */
function isInterleaved(lines: readonly StreamLine[], attempts: readonly Attempt[]): boolean {
  if (lines.some(isManagedInstance)) return true
  let openUntilMs = Number.NEGATIVE_INFINITY
  for (const attempt of attempts) {
    if (attempt.start !== null && attempt.start.atMs < openUntilMs) return true
    openUntilMs = Math.max(openUntilMs, attempt.report?.atMs ?? attempt.end?.atMs ?? Number.NEGATIVE_INFINITY)
  }
  return false
}

/** An attempt whose START is missing reaches back over the lines since the one before it. */
function reachBack(lines: readonly StreamLine[], attempts: readonly Attempt[]): void {
  let free = 0
  for (const attempt of attempts) {
    if (attempt.start === null) {
      const startedAtMs = startedAtMsOf(attempt)
      while (attempt.from > free && (lines[attempt.from - 1]?.atMs ?? 0) >= startedAtMs) attempt.from -= 1
    }
    free = (attempt.to ?? attempt.from) + 1
  }
}

/** The attempt of a request ID that a line belongs to: the latest that began at or before it. */
function attemptAt(attempts: readonly Attempt[] | undefined, at: number): Attempt | null {
  return attempts?.findLast((attempt) => attempt.from <= at) ?? attempts?.[0] ?? null
}

function give(attempt: Attempt, line: LogLine): void {
  if (line.kind === 'timeout') attempt.timeout = line
  if (line.kind === 'crash') attempt.crashes.push(line)
  if (line.kind === 'init-report') attempt.initReports.push(line)
  if (line.kind === 'platform' && line.type === 'platform.runtimeDone') attempt.runtimeDone = line
  if (line.unhandledError !== null) attempt.errors.push(line.unhandledError)
}

/** What an environment said since its last invocation, for the next one. */
type Initialisation = { started: boolean; reports: InitReportLine[]; errors: UnhandledError[] }

function keepForNext(initialisation: Initialisation, line: LogLine): void {
  if (line.kind === 'init-start') initialisation.started = true
  if (line.kind === 'init-report') initialisation.reports.push(line)
  if (line.unhandledError !== null) initialisation.errors.push(line.unhandledError)
}

/** Whether a line without a request ID belongs to the attempt that began last. */
function isOf(attempt: Attempt, { atMs, line }: StreamLine, at: number, initialising: boolean): boolean {
  if (attempt.to === null || at <= attempt.to) return true
  // The last words of a process may be sorted after its REPORT.
  if (initialising || line.kind === 'init-report') return false
  return line.kind === 'crash' || atMs === attempt.report?.atMs
}

/**
 * Gives every other line to the attempt that it tells about. One with a request ID goes by that, wherever it stands;
 * one without goes to the attempt that is open there, unless the stream interleaves requests. What an environment
 * prints while it initialises belongs to the attempt that follows.
 */
export function attributeLines(
  lines: readonly StreamLine[],
  { attempts, byRequest }: MatchedAttempts,
  head: readonly StreamLine[] = [],
): void {
  const interleaved = head.some(isManagedInstance) || isInterleaved(lines, attempts)
  if (!interleaved) reachBack(lines, attempts)
  let begun = 0
  let init: Initialisation = { started: false, reports: [], errors: [] }
  for (const [at, streamLine] of lines.entries()) {
    for (let next = attempts[begun]; next !== undefined && next.from <= at; next = attempts[begun]) {
      next.initReports.push(...init.reports)
      next.initErrors.push(...init.errors)
      init = { started: false, reports: [], errors: [] }
      begun += 1
    }
    const { line } = streamLine
    // These made the attempts, and say nothing else.
    if (line.kind === 'start' || line.kind === 'end' || line.kind === 'report') continue
    if (line.requestId !== null) {
      const named = attemptAt(byRequest.get(line.requestId), at)
      if (named !== null) give(named, line)
    } else if (!interleaved) {
      const current = attempts[begun - 1]
      if (current !== undefined && isOf(current, streamLine, at, init.started)) give(current, line)
      else keepForNext(init, line)
    }
  }
}

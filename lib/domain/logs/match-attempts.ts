import type { StreamLine } from '@/lib/domain/logs/folded-invocation'
import type {
  CrashLine,
  EndLine,
  InitReportLine,
  PlatformLine,
  ReportLine,
  StartLine,
  TimeoutLine,
  UnhandledError,
} from '@/lib/domain/logs/log-line'

/** The lines that belong to one attempt. `from` and `to` are places in the stream, both included; `to` null while open. */
export type Attempt = {
  requestId: string
  from: number
  to: number | null
  start: StreamLine<StartLine> | null
  end: StreamLine<EndLine> | null
  report: StreamLine<ReportLine> | null
  timeout: TimeoutLine | null
  crashes: CrashLine[]
  errors: UnhandledError[]
  runtimeDone: PlatformLine | null
  initReports: InitReportLine[]
  initErrors: UnhandledError[]
}

// A retry follows a minute or more after the attempt before it; clocks and rounding explain far less than this.
const IMPLAUSIBLE_GAP_MS = 30_000

function newAttempt(requestId: string, from: number): Attempt {
  return {
    requestId,
    from,
    to: null,
    start: null,
    end: null,
    report: null,
    timeout: null,
    crashes: [],
    errors: [],
    runtimeDone: null,
    initReports: [],
    initErrors: [],
  }
}

function isPlausible(attempt: Attempt, report: StreamLine<ReportLine>): boolean {
  if (attempt.start === null || report.line.durationMs === null) return true
  return report.atMs - attempt.start.atMs - report.line.durationMs <= IMPLAUSIBLE_GAP_MS
}

/** The first unreported START, unless so long ago that its own REPORT must be missing and a later START fits. */
function openFor(attempts: readonly Attempt[], report: StreamLine<ReportLine>): Attempt | null {
  const [only] = attempts
  if (only !== undefined && attempts.length === 1) return only.report === null ? only : null
  const open = attempts.filter((attempt) => attempt.report === null)
  return open.find((attempt) => isPlausible(attempt, report)) ?? open[0] ?? null
}

/** END and REPORT share an instant; without a REPORT, the latest START before the END is the one that ended. */
function endOf(attempts: readonly Attempt[], end: StreamLine<EndLine>, at: number): Attempt | undefined {
  const waiting = attempts.filter((attempt) => attempt.end === null)
  return (
    waiting.find((attempt) => attempt.report?.atMs === end.atMs) ??
    waiting.findLast((attempt) => attempt.report === null && attempt.from <= at)
  )
}

export type MatchedAttempts = { attempts: Attempt[]; byRequest: ReadonlyMap<string, readonly Attempt[]> }

/**
 * Pairs the START, END and REPORT lines of a sorted stream into attempts, in the order of their first line here.
 * The k-th REPORT of a request ID belongs to the k-th START at or before it; a REPORT without one is an attempt too.
 */
export function matchAttempts(lines: readonly StreamLine[]): MatchedAttempts {
  const attempts: Attempt[] = []
  const byRequest = new Map<string, Attempt[]>()
  const begin = (requestId: string, at: number): Attempt => {
    const attempt = newAttempt(requestId, at)
    attempts.push(attempt)
    const same = byRequest.get(requestId)
    if (same) same.push(attempt)
    else byRequest.set(requestId, [attempt])
    return attempt
  }
  const ends: { at: number; end: StreamLine<EndLine> }[] = []
  lines.forEach(({ atMs, eventId, line }, at) => {
    if (line.kind === 'start') begin(line.requestId, at).start = { atMs, eventId, line }
    else if (line.kind === 'end') ends.push({ at, end: { atMs, eventId, line } })
    else if (line.kind === 'report') {
      const report = { atMs, eventId, line }
      const attempt = openFor(byRequest.get(line.requestId) ?? [], report) ?? begin(line.requestId, at)
      attempt.report = report
      attempt.to = at
    }
  })
  for (const { at, end } of ends) {
    const attempt = endOf(byRequest.get(end.line.requestId) ?? [], end, at)
    if (attempt === undefined) continue
    attempt.end = end
    attempt.to = Math.max(attempt.to ?? 0, at)
  }
  return { attempts, byRequest }
}

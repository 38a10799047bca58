import { findTopFrame } from '@/lib/domain/issues/find-top-frame'
import type { InvocationResult } from '@/lib/domain/logs/folded-invocation'
import type { ReportLine, UnhandledError } from '@/lib/domain/logs/log-line'
import type { Attempt } from '@/lib/domain/logs/match-attempts'

const OUT_OF_MEMORY = 'Runtime.OutOfMemory'
/** Types that say that the process is gone, not why. */
const GENERIC_TYPES = new Set(['Runtime.ExitError', 'Runtime.Unknown', 'Runtime.NodejsExit'])
const INIT_TYPES = new Set([
  'Runtime.ImportModuleError',
  'Runtime.HandlerNotFound',
  'Runtime.MalformedHandlerName',
  'Runtime.MalformedStreamingHandler',
  'Runtime.UserCodeSyntaxError',
  'Runtime.InitError',
  'Runtime.InvalidEntrypoint',
  'Runtime.InvalidWorkingDir',
  'Runtime.BadFunctionCode',
  'Extension.InitError',
  'Extension.Launch',
  'Extension.LaunchError',
  // Node.js in the JSON format leaves the prefix out.
  'ImportModuleError',
  'HandlerNotFound',
  'MalformedHandlerName',
  'UserCodeSyntaxError',
])

/** errorFrame: where the error was thrown (find-top-frame). */
export type Judgement = {
  result: InvocationResult
  errorType: string | null
  errorMessage: string | null
  errorFrame: string | null
}

const SUCCESS: Judgement = { result: 'success', errorType: null, errorMessage: null, errorFrame: null }

/** The runtime prints its error last, and one that can only be the runtime's outweighs one that may have been logged. */
function escapedError(errors: readonly UnhandledError[]): UnhandledError | null {
  return errors.findLast((error) => !error.ambiguous) ?? errors.at(-1) ?? null
}

function failedInInvoke(attempt: Attempt): boolean {
  return attempt.initReports.some(({ phase, status }) => phase === 'invoke' && status !== null && status !== 'success')
}

function typeOf(attempt: Attempt, error: UnhandledError | null): string | null {
  const reported = attempt.report?.line.errorType ?? null
  if (reported !== null && !GENERIC_TYPES.has(reported)) return reported
  return (
    error?.type ??
    reported ??
    attempt.crashes.at(-1)?.errorType ??
    attempt.runtimeDone?.errorType ??
    attempt.initReports.at(-1)?.errorType ??
    null
  )
}

function isFull({ status, memoryMb, maxMemoryUsedMb }: ReportLine): boolean {
  return status !== null && memoryMb !== null && maxMemoryUsedMb !== null && maxMemoryUsedMb >= memoryMb
}

function resultOf(attempt: Attempt, report: ReportLine, error: UnhandledError | null, type: string | null) {
  const stated = [report.errorType, type, ...attempt.crashes.map((crash) => crash.errorType)]
  if (stated.includes(OUT_OF_MEMORY)) return 'out-of-memory'
  if (report.status === 'timeout' || attempt.timeout !== null) return 'timeout'
  if (attempt.crashes.some((crash) => crash.reason.includes('signal: killed'))) return 'out-of-memory'
  const unexplained = error === null && (type === null || GENERIC_TYPES.has(type))
  if (unexplained && isFull(report)) return 'out-of-memory'
  return failedInInvoke(attempt) || (type !== null && INIT_TYPES.has(type)) ? 'init-error' : 'error'
}

function messageOf(attempt: Attempt, result: InvocationResult, error: UnhandledError | null): string | null {
  if (result === 'timeout') {
    return attempt.timeout && `Task timed out after ${(attempt.timeout.afterMs / 1000).toFixed(2)} seconds`
  }
  const crash = attempt.crashes.at(-1)?.reason ?? null
  if (result === 'out-of-memory') return crash ?? error?.message ?? null
  return error?.message ?? escapedError(attempt.initErrors)?.message ?? crash
}

function frameOf(attempt: Attempt, result: InvocationResult, error: UnhandledError | null): string | null {
  // What was logged before time or memory ran out did not end the invocation.
  if (result === 'timeout' || result === 'out-of-memory') return null
  return findTopFrame((error ?? escapedError(attempt.initErrors))?.stack ?? [])
}

/**
 * Decides how an attempt ended. Status "success" settles it; any other status, a time-out, a crash, or an error that
 * only a runtime prints makes it fail. Errors that the function caught and logged do not. Without a REPORT: "unknown".
 */
export function judgeAttempt(attempt: Attempt): Judgement {
  const report = attempt.report?.line
  if (report === undefined) return { ...SUCCESS, result: 'unknown' }
  if (report.status === 'success') return SUCCESS
  const failed =
    report.status !== null ||
    report.errorType !== null ||
    attempt.timeout !== null ||
    attempt.crashes.length > 0 ||
    attempt.errors.some((error) => !error.ambiguous) ||
    failedInInvoke(attempt)
  if (!failed) return SUCCESS
  const error = escapedError(attempt.errors)
  const type = typeOf(attempt, error)
  const result = resultOf(attempt, report, error, type)
  // An error that was logged before the time ran out did not end the invocation.
  const errorType = result === 'timeout' ? report.errorType : type
  const errorMessage = messageOf(attempt, result, error)
  return { result, errorType, errorMessage, errorFrame: frameOf(attempt, result, error) }
}

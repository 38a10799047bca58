import { goTime, iso } from '@/simulator/fleet/logs/app-line'
import type { LogLine } from '@/simulator/fleet/logs/log-line'
import { type ThrownError, thrownError } from '@/simulator/fleet/model/error-catalog'
import type { Call } from '@/simulator/fleet/model/state'
import type { Language } from '@/simulator/fleet/specs/function-spec'

/** Python's runtime indents with no-break spaces. */
const INDENT = '\u00a0\u00a0'
const IMPORT_MESSAGE = "Unable to import module 'app': No module named 'legacy_client'"

type Form = (call: Call, error: ThrownError, atMs: number) => string

const TEXT_FORMS: Record<Language, Form> = {
  node: (call, error, atMs) => {
    const rejected = error.type === 'Runtime.UnhandledPromiseRejection'
    const detail = {
      errorType: error.type,
      errorMessage: error.message,
      ...(rejected ? { reason: { errorType: 'Error', errorMessage: 'socket hang up' }, promise: {} } : {}),
      stack: [`${error.type}: ${error.message}`, `    at Runtime.handler (${error.place})`],
    }
    const label = rejected ? 'Unhandled Promise Rejection' : 'Invoke Error'
    return `${iso(atMs)}\t${call.invocation.requestId}\tERROR\t${label} \t${JSON.stringify(detail)}\n`
  },
  python: (_, error) => {
    const [file, line, name] = error.place.split(':')
    const frame = `${INDENT}File "${file}", line ${line}, in ${name}`
    return `[ERROR] ${error.type}: ${error.message}\nTraceback (most recent call last):\n${frame}\n${INDENT}${INDENT}raise\n`
  },
  java: (_, error) =>
    `${error.message}: ${error.type}\n${error.type}: ${error.message}\n\tat ${error.place}\n\tat shop.Handler.handleRequest(Handler.java:29)\n`,
  dotnet: (call, error, atMs) =>
    `${iso(atMs)}\t${call.invocation.requestId}\tfail\t${error.type}: ${error.message}\n   at ${error.place}\n`,
  ruby: (_, error) => {
    const detail = { errorMessage: error.message, errorType: `Function<${error.type}>`, stackTrace: [error.place] }
    return `Error raised from handler method\n${JSON.stringify(detail, null, 2)}\n`
  },
  go: (_, error, atMs) => `${goTime(atMs)} ${JSON.stringify({ errorMessage: error.message, errorType: error.type })}\n`,
  rust: (_, error) => `thread 'main' panicked at src/main.rs:61:14:\n${error.type}: ${error.message}\n`,
}

const JSON_FORMS: Partial<Record<Language, Form>> = {
  node: (call, error, atMs) => {
    const errorType = error.type.replace(/^Runtime\./, '')
    const stackTrace = [`${errorType}: ${error.message}`, `    at Runtime.handler (${error.place})`]
    const message = { errorType, errorMessage: error.message, stackTrace }
    return JSON.stringify({ timestamp: iso(atMs), level: 'ERROR', requestId: call.invocation.requestId, message })
  },
  python: (call, error, atMs) => {
    const [file, line, name] = error.place.split(':')
    return `${JSON.stringify({
      timestamp: iso(atMs),
      level: 'ERROR',
      errorMessage: error.message,
      errorType: error.type,
      requestId: call.invocation.requestId,
      stackTrace: [`  File "${file}", line ${line}, in ${name}\n    raise\n`],
    })}\n`
  },
  java: (call, error, atMs) =>
    `${JSON.stringify({
      timestamp: iso(atMs),
      level: 'ERROR',
      message: `${error.message}: ${error.type}\n${error.type}: ${error.message}\n\tat ${error.place}\n`,
      AWSRequestId: call.invocation.requestId,
    })}\n`,
  dotnet: (call, error, atMs) =>
    `${JSON.stringify({
      timestamp: iso(atMs),
      level: 'Error',
      requestId: call.invocation.requestId,
      ...(call.trace ? { traceId: call.trace.record.traceId } : {}),
      message: `${error.type}: ${error.message}`,
      errorType: error.type,
      errorMessage: error.message,
      stackTrace: [`${error.type}: ${error.message}`, `at ${error.place}`],
    })}\n`,
  ruby: (call, error, atMs) =>
    `${JSON.stringify({
      timestamp: iso(atMs).replace('Z', '000Z'),
      level: 'ERROR',
      message: error.message,
      requestId: call.invocation.requestId,
      errorType: error.type,
      errorMessage: error.message,
      stackTrace: [error.place],
    })}\n`,
}

/** What the runtime prints of an error that nobody caught. */
export function unhandledErrorLine(call: Call, atMs: number): LogLine {
  const { spec } = call.fn
  const error = thrownError(spec.language, call.errorIndex)
  const form = (spec.format === 'JSON' ? JSON_FORMS[spec.language] : undefined) ?? TEXT_FORMS[spec.language]
  return { atMs, message: form(call, error, atMs) }
}

/** What a Go or Rust process leaves behind when it ends itself. */
export function panicLine(call: Call, atMs: number): LogLine {
  if (call.fn.spec.language === 'rust') return unhandledErrorLine(call, atMs)
  const message = 'calling the handler function resulted in a panic, the process should exit'
  return { atMs, message: `${goTime(atMs)} ${message}\n` }
}

/** A handler's module that cannot be imported; printed in the init phase and again when init is run inside the call. */
export function importErrorLine(call: Call, atMs: number): LogLine {
  const { spec } = call.fn
  if (spec.format === 'JSON') {
    const detail = {
      errorMessage: IMPORT_MESSAGE,
      errorType: 'Runtime.ImportModuleError',
      requestId: '',
      stackTrace: [],
    }
    return { atMs, message: `${JSON.stringify({ timestamp: iso(atMs), level: 'ERROR', ...detail })}\n` }
  }
  const message = `[ERROR] Runtime.ImportModuleError: ${IMPORT_MESSAGE}\nTraceback (most recent call last):`
  return { atMs, message: `${message}\n` }
}

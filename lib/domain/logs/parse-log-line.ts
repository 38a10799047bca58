import type { AppLine, LogLevel, LogLine, UnhandledError } from '@/lib/domain/logs/log-line'
import { normaliseLevel } from '@/lib/domain/logs/normalise-level'
import { parseJsonLine } from '@/lib/domain/logs/parse-json-line'
import { parseReportLine } from '@/lib/domain/logs/parse-report-line'
import {
  dotnetError,
  goError,
  javaError,
  nodeError,
  olderNodeError,
  pythonError,
  rubyError,
  runtimeClientError,
} from '@/lib/domain/logs/parse-unhandled-error'
import { plausibleMs } from '@/lib/domain/logs/plausible-figures'
import { requestIdAt } from '@/lib/domain/logs/request-id'

const TAB = 9
const SPACE = 32
const NO_OTHER: Readonly<Record<string, unknown>> = Object.freeze({})
const START = 'START RequestId: '
const END = 'END RequestId: '
const CRASH = 'RequestId: '
const RUNTIME_START = /^(INIT|RESTORE)_START Runtime Version: (\S+)(?:\s+Runtime Version ARN: (\S+))?/
const INIT_REPORT =
  /^INIT_REPORT Init Duration: ([\d.]+) ms(?:\s+Phase: (\S+))?(?:\s+Status: (\S+))?(?:\s+Error Type: (\S+))?/
const RESTORE_REPORT = /^RESTORE_REPORT Restore Duration: ([\d.]+) ms(?:\s+Status: (\S+))?(?:\s+Error Type: (\S+))?/
const EXTENSION =
  /^(?:EXTENSION|TELEMETRY|LOGS)\tName: ([^\t]*)\tState: ([^\t]*)\t(?:Events|Types): \[([^\]]*)\](?:\tError Type: (\S+))?/
const IMAGE_ERROR = /^IMAGE\s+Launch error: ([^\t\r\n]*)/
const CRASH_REASON = /^(?:(?:Error: )?((?:Runtime|Process) exited [^\r\n]*)|Error: ([^\r\n]*)(?=[\r\n]+[A-Z]\w*\.\w+))/
const CRASH_TYPE = /[\r\n]+((?:Runtime|Extension|Sandbox)\.\w+)\s*$/
const TIMED_OUT = /^Task timed out after ([\d.]+) seconds/
const RUBY = /^[DIWEFA], \[[^\]]*\]\s+([A-Z]+) (\S+) -- /

function app(
  text: string,
  requestId: string | null = null,
  level: LogLevel | null = null,
  unhandledError: UnhandledError | null = null,
): AppLine {
  return { kind: 'app', requestId, level, unhandledError, text }
}

function milliseconds(digits: string | undefined): number | null {
  return digits === undefined ? null : plausibleMs(Number(digits))
}

function parseStart(text: string): LogLine | null {
  const requestId = text.startsWith(START) ? requestIdAt(text, START.length) : null
  if (requestId === null || !text.startsWith(' Version: ', START.length + 36)) return null
  const version = text.slice(START.length + 46).trimEnd()
  if (version === '' || /\s/.test(version)) return null
  return { kind: 'start', requestId, level: null, unhandledError: null, version, traceId: null, other: NO_OTHER }
}

function parseEnd(text: string): LogLine | null {
  const requestId = text.startsWith(END) ? requestIdAt(text, END.length) : null
  if (requestId === null || text.slice(END.length + 36).trim() !== '') return null
  return { kind: 'end', requestId, level: null, unhandledError: null }
}

function parseRuntimeStart(text: string): LogLine | null {
  const match = RUNTIME_START.exec(text)
  if (match === null) return null
  const runtime = { runtimeVersion: match[2] ?? null, runtimeVersionArn: match[3] ?? null }
  const common = { requestId: null, level: null, unhandledError: null, ...runtime }
  return match[1] === 'INIT'
    ? { kind: 'init-start', ...common, initializationType: null, phase: null }
    : { kind: 'restore-start', ...common }
}

function parseInitReport(text: string): LogLine | null {
  const match = INIT_REPORT.exec(text)
  if (match === null) return null
  return {
    kind: 'init-report',
    requestId: null,
    level: null,
    unhandledError: null,
    durationMs: milliseconds(match[1]),
    phase: match[2] ?? null,
    status: match[3] ?? null,
    errorType: match[4] ?? null,
    initializationType: null,
  }
}

function parseRestoreReport(text: string): LogLine | null {
  const match = RESTORE_REPORT.exec(text)
  if (match === null) return null
  const [, duration, status = null, errorType = null] = match
  const durationMs = milliseconds(duration)
  return { kind: 'restore-report', requestId: null, level: null, unhandledError: null, durationMs, status, errorType }
}

function parseExtension(text: string): LogLine | null {
  const match = EXTENSION.exec(text)
  if (match === null) return null
  const [, name = null, state = null, list = '', errorType = null] = match
  const events = list.split(/,\s*/).filter((event) => event !== '')
  return { kind: 'extension', requestId: null, level: null, unhandledError: null, name, state, events, errorType }
}

function parseCrash(text: string): LogLine | null {
  const requestId = text.startsWith(CRASH) ? requestIdAt(text, CRASH.length) : null
  const match = requestId && CRASH_REASON.exec(text.slice(CRASH.length + 37))
  if (!match) return null
  const reason = (match[1] ?? match[2] ?? '').trimEnd()
  const errorType = CRASH_TYPE.exec(text)?.[1] ?? null
  return { kind: 'crash', requestId, level: 'error', unhandledError: null, reason, errorType }
}

/** "Unknown application error occurred" names no request: it follows the process's own death. */
function parseUnknownError(text: string): LogLine | null {
  if (!text.startsWith('Unknown application error occurred')) return null
  const errorType = CRASH_TYPE.exec(text)?.[1] ?? null
  const reason = 'Unknown application error occurred'
  return { kind: 'crash', requestId: null, level: 'error', unhandledError: null, reason, errorType }
}

/** A container image whose entry point cannot be started: the sandbox says so before any request. */
function parseImageError(text: string): LogLine | null {
  const reason = IMAGE_ERROR.exec(text)?.[1]
  if (reason === undefined) return null
  const errorType = 'Runtime.InvalidEntrypoint'
  return { kind: 'crash', requestId: null, level: 'error', unhandledError: null, reason, errorType }
}

/** Lines that begin with a time: Node.js and .NET (TABs), "Task timed out" (spaces), Go's standard logger (slashes). */
function parseDated(text: string): LogLine {
  const after = text.charCodeAt(24)
  if (after === TAB && text.charCodeAt(23) === 90) {
    const idEnd = text.indexOf('\t', 25)
    if (idEnd < 0) return app(text)
    const requestId = idEnd === 61 ? requestIdAt(text, 25) : null
    // Node.js 8 and older wrote no level.
    if (requestId !== null && text.charCodeAt(62) === 123) return olderNodeLine(text, requestId)
    const levelEnd = text.indexOf('\t', idEnd + 1)
    const word = levelEnd < 0 ? '' : text.slice(idEnd + 1, levelEnd)
    const level = normaliseLevel(word)
    if (level !== 'error' && level !== 'fatal') return app(text, requestId, level)
    const body = text.slice(levelEnd + 1)
    return app(text, requestId, level, word === 'ERROR' || word === 'FATAL' ? nodeError(body) : dotnetError(body))
  }
  if (after === SPACE && text.charCodeAt(61) === SPACE) {
    const requestId = requestIdAt(text, 25)
    const match = requestId && TIMED_OUT.exec(text.slice(62, 120))
    if (match)
      return { kind: 'timeout', requestId, level: 'error', unhandledError: null, afterMs: Number(match[1]) * 1000 }
  }
  const error = text.charCodeAt(4) === 47 && text.charCodeAt(19) === SPACE ? goError(text) : null
  return error ? app(text, null, 'error', error) : app(text)
}

function olderNodeLine(text: string, requestId: string): AppLine {
  const error = olderNodeError(text.slice(62))
  return app(text, requestId, error && 'error', error)
}

/** Python: [LEVEL]⇥time⇥request ID⇥message, or the runtime's own "[ERROR] Type: message" without either. */
function parseBracketed(text: string): LogLine {
  const close = text.indexOf(']')
  const level = close < 0 || close > 12 ? null : normaliseLevel(text.slice(1, close))
  if (level === null) return app(text)
  if (text.charCodeAt(close + 1) !== TAB) {
    return app(text, null, level, level === 'error' ? (pythonError(text) ?? runtimeClientError(text)) : null)
  }
  const timeEnd = text.indexOf('\t', close + 2)
  return app(text, timeEnd < 0 ? null : requestIdAt(text, timeEnd + 1), level)
}

function parsePlain(text: string): LogLine {
  const ruby = text.charCodeAt(1) === 44 ? RUBY.exec(text) : null
  if (ruby !== null) return app(text, requestIdAt(ruby[2] ?? '', 0), normaliseLevel(ruby[1]))
  const error = rubyError(text) ?? javaError(text)
  return error ? app(text, null, 'error', error) : app(text)
}

/** What the platform itself writes as text, told apart by the first letter; null for anything else. */
function parsePlatformText(text: string): LogLine | null {
  switch (text.charCodeAt(0)) {
    case 69: // E
      return text.charCodeAt(1) === 78 ? parseEnd(text) : parseExtension(text)
    case 73: // I
      if (text.charCodeAt(1) === 77) return parseImageError(text)
      return text.startsWith('INIT_') ? (parseRuntimeStart(text) ?? parseInitReport(text)) : null
    case 76: // L
    case 84: // T
      return parseExtension(text)
    case 82: // R
      if (text.charCodeAt(1) === 101) return parseCrash(text)
      return parseReportLine(text) ?? parseRuntimeStart(text) ?? parseRestoreReport(text)
    case 83: // S
      return parseStart(text)
    case 85: // U
      return parseUnknownError(text)
    default:
      return null
  }
}

/**
 * Reads one log event of a Lambda function, in the text and the JSON format and in their older styles.
 * Never throws; whatever it does not know is kind "app" with its text untouched. An absent field is null.
 * Follows "Working with Lambda function logs" and the Lambda telemetry schema reference.
 */
export function parseLogLine(message: string): LogLine {
  const first = message.charCodeAt(0)
  if (first >= 48 && first <= 57) return withJavaError(parseDated(message), message)
  if (first === 123) return withJavaError(parseJsonLine(message), message)
  if (first === 91) return withJavaError(parseBracketed(message), message)
  return parsePlatformText(message) ?? parsePlain(message)
}

/** Java prints the exception's own message first, which may look like the beginning of any other line. */
function withJavaError(line: LogLine, text: string): LogLine {
  if (line.kind !== 'app' || line.unhandledError !== null || !text.includes('\tat ')) return line
  const unhandledError = javaError(text)
  return unhandledError === null ? line : { ...line, level: 'error', unhandledError }
}

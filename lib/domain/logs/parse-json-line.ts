import { type JsonObject, objectOf, parseJsonObject, textOf } from '@/lib/domain/json-value'
import type { AppLine, LogLevel, LogLine, UnhandledError } from '@/lib/domain/logs/log-line'
import { normaliseLevel } from '@/lib/domain/logs/normalise-level'
import { parsePlatformEvent } from '@/lib/domain/logs/parse-platform-event'
import { jsonError } from '@/lib/domain/logs/parse-unhandled-error'
import { requestIdAt, requestIdOf } from '@/lib/domain/logs/request-id'

const TIMED_OUT = /^\S+ (\S{36}) Task timed out after /
const NODE_HEAD = '{"timestamp":"'
const NODE_LEVEL = '","level":"'
const NODE_REQUEST_ID = ',"requestId":"'

const REQUEST_ID_KEYS = /^(?:aws_?request_?id|function_?request_?id|lambda_?request_?id)$/i

/** The runtimes' name for the request ID, else the loggers' (Java's and Powertools' differ in case and underscores). */
function requestIdIn(line: JsonObject): string | null {
  const own = requestIdOf(line.requestId)
  if (own !== null) return own
  for (const key of Object.keys(line)) {
    const requestId = REQUEST_ID_KEYS.test(key) ? requestIdOf(line[key]) : null
    if (requestId !== null) return requestId
  }
  return null
}

function errorIn(line: JsonObject, level: LogLevel | null): UnhandledError | null {
  if (level === 'error' || level === 'fatal') return jsonError(line)
  const message = textOf(line.errorMessage)
  if (level !== null || message === null || !(line.errorType === 'Sandbox.Timedout' || TIMED_OUT.test(message))) {
    return null
  }
  return { type: 'Sandbox.Timedout', message, stack: [], ambiguous: false }
}

/** Node.js writes time, level and request ID first and in this order: most lines need no more than these. */
function nodeLine(text: string): AppLine | null {
  if (!text.startsWith(NODE_HEAD)) return null
  const timeEnd = text.indexOf('"', NODE_HEAD.length)
  if (!text.startsWith(NODE_LEVEL, timeEnd)) return null
  const levelStart = timeEnd + NODE_LEVEL.length
  const levelEnd = text.indexOf('"', levelStart)
  const level = normaliseLevel(text.slice(levelStart, levelEnd))
  if (level === null || level === 'error' || level === 'fatal') return null
  if (!text.startsWith(NODE_REQUEST_ID, levelEnd + 1)) return null
  const requestId = requestIdAt(text, levelEnd + 1 + NODE_REQUEST_ID.length)
  return requestId === null ? null : { kind: 'app', requestId, level, unhandledError: null, text }
}

/** A line that begins with "{": a system event, or what a function wrote (which need not be JSON at all). */
export function parseJsonLine(text: string): LogLine {
  const quick = nodeLine(text)
  if (quick !== null) return quick
  const line = parseJsonObject(text)
  if (line === null) return { kind: 'app', requestId: null, level: null, unhandledError: null, text }
  const type = textOf(line.type)
  const record = type?.startsWith('platform.') ? objectOf(line.record) : null
  if (type !== null && record !== null) return parsePlatformEvent(type, record)
  const level = normaliseLevel(line.level ?? line.severity ?? line.levelname)
  const unhandledError = errorIn(line, level)
  const timedOut = unhandledError?.type === 'Sandbox.Timedout' ? TIMED_OUT.exec(unhandledError.message)?.[1] : null
  return { kind: 'app', requestId: requestIdIn(line) ?? requestIdOf(timedOut), level, unhandledError, text }
}

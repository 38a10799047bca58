import { type JsonObject, parseJsonObject, textOf } from '@/lib/domain/json-value'
import type { UnhandledError } from '@/lib/domain/logs/log-line'

const LINE_BREAK = /\r\n|\n|\r/
const NODE_MARKS = ['Invoke Error', 'Uncaught Exception', 'Unhandled Promise Rejection']
const RUBY_MARKS = ['Error raised from handler method', 'Critical exception from handler']
const PYTHON_HEAD = /^\[ERROR\] ([A-Za-z_][\w.]*)(?:: ([\s\S]*))?$/
const TRACEBACK = 'Traceback (most recent call last):'
const JAVA_CLASS = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/
const CLIENT_ERROR =
  /^\[ERROR\] \[\d+\] LAMBDA_RUNTIME (Failed to post handler success response\. Http response code: (\d+))/
const DOTNET_HEAD = /^([A-Za-z_][\w.+`]*): /

function certain(type: string, message: string, stack: string[]): UnhandledError {
  return { type, message, stack, ambiguous: false }
}

function stackOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split(LINE_BREAK)
  if (!Array.isArray(value)) return []
  return value.map((frame) => (typeof frame === 'string' ? frame : JSON.stringify(frame)))
}

/** The error in an object of the runtime API's form {errorType, errorMessage, stack | stackTrace | trace}, or null. */
function errorOfPayload(payload: JsonObject): UnhandledError | null {
  const type = textOf(payload.errorType)
  const message = textOf(payload.errorMessage)
  if (type === null && message === null) return null
  return certain(type ?? 'Error', message ?? '', stackOf(payload.stackTrace ?? payload.stack ?? payload.trace))
}

/** Node.js text lines, after the time, ID and level: only these three marks come from the runtime itself. */
export function nodeError(body: string): UnhandledError | null {
  const mark = NODE_MARKS.find((candidate) => body.startsWith(candidate))
  if (mark === undefined) return null
  const brace = body.indexOf('{')
  const payload = brace < 0 ? null : parseJsonObject(body.slice(brace))
  return (payload && errorOfPayload(payload)) ?? certain(mark, body.slice(mark.length).trim(), [])
}

/** Node.js 8 and older: the failed handler's error alone, as JSON with the frames, right after the request ID. */
export function olderNodeError(body: string): UnhandledError | null {
  const payload = parseJsonObject(body)
  return payload && Array.isArray(payload.stackTrace) ? errorOfPayload(payload) : null
}

/** The runtime's own client could not hand the answer over: 413 is an answer larger than Lambda takes. */
export function runtimeClientError(text: string): UnhandledError | null {
  const match = CLIENT_ERROR.exec(text)
  if (match?.[1] === undefined) return null
  const type = match[2] === '413' ? 'Function.ResponseSizeTooLarge' : 'Runtime.ExitError'
  return certain(type, match[1], [])
}

/** .NET text lines of level fail or crit that are nothing but an exception with its frames. */
export function dotnetError(body: string): UnhandledError | null {
  const lines = body.trimEnd().split(LINE_BREAK)
  const head = DOTNET_HEAD.exec(lines[0] ?? '')
  const frame = lines.findIndex((line) => line.startsWith('   at '))
  if (head?.[1] === undefined || frame < 1) return null
  const message = lines.slice(0, frame).join('\n').slice(head[0].length)
  return certain(head[1], message, lines.slice(frame))
}

/**
 * Python: "[ERROR] Type: message", then a traceback. Without one it is the runtime's only for errors of its own
 * (Runtime.HandlerNotFound); anything else in brackets is the function's own printing.
 */
export function pythonError(text: string): UnhandledError | null {
  const at = text.indexOf(TRACEBACK)
  const head = PYTHON_HEAD.exec((at < 0 ? text : text.slice(0, at)).trimEnd())
  if (head?.[1] === undefined || (at < 0 && !head[1].startsWith('Runtime.'))) return null
  const stack = at < 0 ? [] : text.slice(at).trimEnd().split(LINE_BREAK)
  return certain(head[1], head[2] ?? '', stack)
}

/** Java: "<message>: <class>", then the stack trace, which begins with that class again. */
export function javaError(text: string): UnhandledError | null {
  const frames = text.indexOf('\tat ')
  if (frames < 1) return null
  const lines = text.slice(0, frames).split(LINE_BREAK)
  for (let i = 0; i + 1 < lines.length; i += 1) {
    const line = lines[i] ?? ''
    const type = line.slice(line.lastIndexOf(': ') + 2)
    const next = lines[i + 1] ?? ''
    if (line.length > type.length && JAVA_CLASS.test(type) && (next === type || next.startsWith(`${type}:`))) {
      const message = [...lines.slice(0, i), line.slice(0, line.length - type.length - 2)].join('\n')
      return certain(
        type,
        message,
        text
          .trimEnd()
          .split(LINE_BREAK)
          .slice(i + 1),
      )
    }
  }
  return null
}

/** Go: the standard logger's time, then the payload sent to the runtime API, or the notice of a panic. */
export function goError(text: string): UnhandledError | null {
  if (text.startsWith('calling the handler function resulted in a panic', 20)) {
    // The notice names no type; the process then exits, which the platform reports as this.
    return certain('Runtime.ExitError', text.slice(20).trimEnd(), [])
  }
  const payload = text.charCodeAt(20) === 123 ? parseJsonObject(text.slice(20)) : null
  return payload && textOf(payload.errorMessage) !== null ? errorOfPayload(payload) : null
}

/** Ruby: a sentence, then the error as JSON over several lines. */
export function rubyError(text: string): UnhandledError | null {
  if (!RUBY_MARKS.some((mark) => text.startsWith(mark))) return null
  const brace = text.indexOf('{')
  const payload = brace < 0 ? null : parseJsonObject(text.slice(brace))
  return payload && errorOfPayload(payload)
}

/** A runtime's own line without a message has the frames as a list; loggers say what they print in a field of their own. */
function isOfRuntime({ stackTrace, msg, event }: JsonObject): boolean {
  return Array.isArray(stackTrace) && msg === undefined && event === undefined
}

/**
 * Errors in JSON lines of level error or fatal. Python's has no message of its own, Java's message is the text form;
 * the others print an error that was logged and one that escaped alike, hence `ambiguous`.
 */
export function jsonError(line: JsonObject): UnhandledError | null {
  const { message } = line
  const nested = typeof message === 'object' && message !== null && !Array.isArray(message)
  const error = errorOfPayload(nested ? (message as JsonObject) : line)
  if (error === null || (nested && textOf((message as JsonObject).errorType) === null)) {
    return typeof message === 'string' ? javaError(message) : null
  }
  if (message === undefined) return { ...error, ambiguous: !isOfRuntime(line) }
  // Node.js: console.error('context', error) prints "context Type: message", which the runtime itself never does.
  if (typeof message === 'string' && message.includes(`${error.type}: ${error.message}`)) return null
  return { ...error, ambiguous: true }
}

import { functionArn } from '@/simulator/fleet/control/configuration'
import type { LogLine } from '@/simulator/fleet/logs/log-line'
import type { Level, Saying } from '@/simulator/fleet/logs/stories'
import type { Call } from '@/simulator/fleet/model/state'
import type { Language } from '@/simulator/fleet/specs/function-spec'

type Form = (call: Call, atMs: number, saying: Saying) => string

const DOTNET_TEXT: Record<Level, string> = { INFO: 'info', WARN: 'warn', ERROR: 'fail' }
const DOTNET_JSON: Record<Level, string> = { INFO: 'Information', WARN: 'Warning', ERROR: 'Error' }
const PYTHON: Record<Level, string> = { INFO: 'INFO', WARN: 'WARNING', ERROR: 'ERROR' }

const TEXT_FORMS: Record<Language, Form> = {
  node: (call, atMs, { level, message, fields }) =>
    `${iso(atMs)}\t${call.invocation.requestId}\t${level}\t${message} ${inspect(fields)}\n`,
  python: (call, atMs, { level, message, fields }) =>
    `[${PYTHON[level]}]\t${iso(atMs)}\t${call.invocation.requestId}\t${message} ${pairs(fields)}\n`,
  java: (_, __, { level, message, fields }) => `${level} ${message} ${pairs(fields)}\n`,
  dotnet: (call, atMs, { level, message, fields }) =>
    `${iso(atMs)}\t${call.invocation.requestId}\t${DOTNET_TEXT[level]}\t${message} ${pairs(fields)}\n`,
  ruby: (call, atMs, { level, message, fields }) =>
    `${level.charAt(0)}, [${iso(atMs).replace('Z', '000')} #8]  ${level} ${call.invocation.requestId} -- : ${message} ${pairs(fields)}\n`,
  go: (_, atMs, { message, fields }) => `${goTime(atMs)} ${message} ${pairs(fields)}\n`,
  rust: (_, __, { level, message, fields }) => `${level} shop: ${message} ${pairs(fields)}\n`,
}

const JSON_FORMS: Record<Language, Form> = {
  node: (call, atMs, { level, message, fields }) =>
    JSON.stringify({
      timestamp: iso(atMs),
      level,
      requestId: call.invocation.requestId,
      message: level === 'INFO' ? { event: message, ...fields } : `${message} ${inspect(fields)}`,
    }),
  python: (call, atMs, { level, message, fields }) =>
    `${JSON.stringify({ timestamp: iso(atMs), level: PYTHON[level], message, logger: 'root', requestId: call.invocation.requestId, ...fields })}\n`,
  java: (call, atMs, { level, message, fields }) =>
    `${JSON.stringify({ timestamp: iso(atMs), level, message: `${message} ${pairs(fields)}`, AWSRequestId: call.invocation.requestId })}\n`,
  dotnet: (call, atMs, { level, message, fields }) =>
    `${JSON.stringify({ timestamp: iso(atMs), level: DOTNET_JSON[level], requestId: call.invocation.requestId, ...traceField(call), message, ...fields })}\n`,
  ruby: (call, atMs, { level, message, fields }) =>
    `${JSON.stringify({ timestamp: iso(atMs).replace('Z', '000Z'), level, message: `${message} ${pairs(fields)}`, requestId: call.invocation.requestId })}\n`,
  go: (_, atMs, { level, message, fields }) =>
    `${JSON.stringify({ time: iso(atMs), level, msg: message, ...fields })}\n`,
  rust: (_, atMs, { level, message, fields }) =>
    `${JSON.stringify({ timestamp: iso(atMs), level, fields: { message, ...fields } })}\n`,
}

/** One application line in the form of the function's runtime and log format. */
export function appLine(call: Call, atMs: number, saying: Saying): LogLine {
  const { spec } = call.fn
  if (spec.powertools) return { atMs, message: powertools(call, atMs, saying) }
  const forms = spec.format === 'JSON' ? JSON_FORMS : TEXT_FORMS
  return { atMs, message: forms[spec.language](call, atMs, saying) }
}

/** Powertools writes its own JSON straight to stdout, whatever the log format. */
function powertools(call: Call, atMs: number, { level, message, fields }: Saying): string {
  const { invocation, fn } = call
  return `${JSON.stringify({
    level,
    message,
    timestamp: iso(atMs),
    service: fn.spec.name,
    cold_start: invocation.coldStart,
    function_arn: functionArn(fn.spec, invocation.qualifier ?? undefined),
    function_memory_size: String(invocation.memoryMb),
    function_name: fn.spec.name,
    function_request_id: invocation.requestId,
    sampling_rate: 0,
    ...(call.trace ? { xray_trace_id: call.trace.record.traceId } : {}),
    ...fields,
  })}\n`
}

/** A metric in the embedded metric format. */
export function metricLine(call: Call, atMs: number, name: string, value: number): LogLine {
  const { spec } = call.fn
  const metric = {
    _aws: {
      Timestamp: atMs,
      CloudWatchMetrics: [{ Namespace: 'Shop', Dimensions: [['service']], Metrics: [{ Name: name, Unit: 'Count' }] }],
    },
    service: spec.name,
    [name]: value,
  }
  return { atMs, message: `${JSON.stringify(metric)}\n` }
}

function traceField(call: Call): Record<string, string> {
  return call.trace ? { traceId: call.trace.record.traceId } : {}
}

export function iso(atMs: number): string {
  return new Date(atMs).toISOString()
}

export function goTime(atMs: number): string {
  return iso(atMs).slice(0, 19).replace('T', ' ').replaceAll('-', '/')
}

function pairs(fields: Saying['fields']): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
}

/** As console.log shows a plain object. */
function inspect(fields: Saying['fields']): string {
  const inner = Object.entries(fields).map(
    ([key, value]) => `${key}: ${typeof value === 'string' ? `'${value}'` : value}`,
  )
  return `{ ${inner.join(', ')} }`
}

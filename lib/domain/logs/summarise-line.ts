import { oneLine } from '@/lib/domain/logs/printable-text'

const MOST_PARSED = 65_536
/* What stands beside a line anyway, and what common loggers say again in each of a function's lines. */
const BESIDE: ReadonlySet<string> = new Set([
  ...['timestamp', 'time', 'level', 'requestId', 'AWSRequestId', 'aws_request_id', 'function_request_id'],
  ...[
    'service',
    'cold_start',
    'function_arn',
    'function_name',
    'function_memory_size',
    'sampling_rate',
    'xray_trace_id',
  ],
])
const SAYING = ['message', 'msg', 'event', 'type'] as const

/**
 * A line as one line of text. One in JSON begins with what it says, its other fields follow as key=value; what stands
 * beside it, such as its time, is left out.
 */
export function summariseLine(message: string): string {
  const fields = message.startsWith('{') && message.length <= MOST_PARSED ? readObject(message) : null
  if (fields === null) return oneLine(message)
  const saying = SAYING.find((name) => fields[name] !== undefined)
  const said = saying === undefined ? [] : [textOf(fields[saying])]
  const rest = Object.entries(fields).filter(([name]) => name !== saying && !BESIDE.has(name))
  return oneLine([...said, ...rest.map(([name, value]) => `${name}=${textOf(value)}`)].join('  '))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    // A line that only begins like JSON is shown as it is.
    return null
  }
}

import type { JsonObject } from '@/lib/domain/json-value'
import { buildTree } from '@/lib/domain/traces/build-tree'
import { operationsOf } from '@/lib/domain/traces/operation-of'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import type { SegmentException } from '@/lib/domain/traces/segment'
import type { Span } from '@/lib/domain/traces/span'

type Tag = { key: string; type: 'string' | 'bool' | 'float64'; value: string | boolean | number }
type JaegerLog = { timestamp: number; fields: Tag[] }
type JaegerSpan = {
  traceID: string
  spanID: string
  flags: number
  operationName: string
  references: { refType: 'CHILD_OF'; traceID: string; spanID: string }[]
  startTime: number
  duration: number
  tags: Tag[]
  logs: JaegerLog[]
  processID: string
  warnings: null
}
type Process = { serviceName: string; tags: Tag[] }
export type JaegerTrace = {
  traceID: string
  spans: JaegerSpan[]
  processes: Record<string, Process>
  warnings: null
}

/** The trace ID as Jaeger has it: the 32 hex digits without X-Ray's dashes and version. */
export function toJaegerId(traceId: string): string {
  return traceId.slice(2).replaceAll('-', '')
}

/**
 * A trace as the JSON that Jaeger's query service answers: times in microseconds, one process for each service, annotations
 * as tags, exceptions as logs of a span that is tagged as an error.
 */
export function toJaegerTrace(traceId: string, documents: readonly JsonObject[]): JaegerTrace {
  const { spans } = buildTree(parseSegments(documents))
  const operations = operationsOf(spans)
  const processIds = new Map<string, string>()
  const traceID = toJaegerId(traceId)
  const converted = spans.map((span): JaegerSpan => {
    const { service, name, operation } = operations.get(span.id) ?? {
      service: span.name,
      name: span.name,
      operation: null,
    }
    const processID = processIds.get(service) ?? `p${processIds.size + 1}`
    processIds.set(service, processID)
    const startTime = toMicroseconds(span.startMs)
    const endTime = toMicroseconds(span.endMs ?? span.startMs)
    return {
      ...{ traceID, spanID: span.id, flags: 1, operationName: operation === null ? name : `${name} ${operation}` },
      references: span.parentId === null ? [] : [{ refType: 'CHILD_OF', traceID, spanID: span.parentId }],
      ...{ startTime, duration: endTime - startTime },
      tags: tagsOf(span),
      logs: span.exceptions.map((exception) => logOf(exception, endTime)),
      ...{ processID, warnings: null },
    }
  })
  const processes = Object.fromEntries([...processIds].map(([serviceName, id]) => [id, { serviceName, tags: [] }]))
  return { traceID, spans: converted, processes, warnings: null }
}

function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000)
}

function tagsOf({ annotations, error, fault, throttle }: Span): Tag[] {
  const tags = Object.entries(annotations).map(([key, value]) => tagOf(key, value))
  return error || fault || throttle ? [...tags, tagOf('error', true)] : tags
}

function tagOf(key: string, value: unknown): Tag {
  if (typeof value === 'boolean') return { key, type: 'bool', value }
  if (typeof value === 'number') return { key, type: 'float64', value }
  return { key, type: 'string', value: String(value) }
}

function logOf({ type, message, stack }: SegmentException, timestamp: number): JaegerLog {
  const fields = [
    tagOf('event', 'exception'),
    tagOf('exception.type', type ?? ''),
    tagOf('exception.message', message ?? ''),
    tagOf('exception.stacktrace', stack.join('\n')),
  ]
  return { timestamp, fields }
}

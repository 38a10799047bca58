import { type JsonObject, numberOf, objectOf, textOf, textsOf } from '@/lib/domain/json-value'
import type { LogLine, ReportLine, StartLine } from '@/lib/domain/logs/log-line'
import { plausibleMb, plausibleMs } from '@/lib/domain/logs/plausible-figures'
import { requestIdOf } from '@/lib/domain/logs/request-id'

const NONE: JsonObject = Object.freeze({})
const REPORT_FIELDS = new Set(['requestId', 'metrics', 'status', 'errorType', 'tracing'])
const START_FIELDS = new Set(['requestId', 'version', 'tracing'])
const METRIC_FIELDS = new Set([
  'durationMs',
  'billedDurationMs',
  'memorySizeMB',
  'maxMemoryUsedMB',
  'initDurationMs',
  'restoreDurationMs',
  'billedRestoreDurationMs',
])

/** The tracing value has the form of the X-Amzn-Trace-Id header: Root=1-…;Parent=…;Sampled=1. */
function tracingOf(record: JsonObject): { traceId: string | null; segmentId: string | null; sampled: boolean | null } {
  const tracing = objectOf(record.tracing)
  const header = textOf(tracing?.value)
  let traceId: string | null = null
  let sampled: boolean | null = null
  for (const part of header?.split(';') ?? []) {
    if (part.startsWith('Root=')) traceId = part.slice(5)
    if (part.startsWith('Sampled=')) sampled = part === 'Sampled=1'
  }
  return { traceId, segmentId: textOf(tracing?.spanId), sampled }
}

/** The fields of these objects that have no name of their own in a line. */
function otherFields(...objects: [object: JsonObject, known: ReadonlySet<string>][]): JsonObject {
  const unknown = objects.flatMap(([object, known]) => Object.entries(object).filter(([key]) => !known.has(key)))
  return unknown.length === 0 ? NONE : Object.fromEntries(unknown)
}

function reportOf(record: JsonObject, requestId: string): ReportLine {
  const metrics = objectOf(record.metrics) ?? NONE
  return {
    kind: 'report',
    requestId,
    level: null,
    unhandledError: null,
    durationMs: plausibleMs(numberOf(metrics.durationMs)),
    billedMs: plausibleMs(numberOf(metrics.billedDurationMs)),
    memoryMb: plausibleMb(numberOf(metrics.memorySizeMB)),
    maxMemoryUsedMb: plausibleMb(numberOf(metrics.maxMemoryUsedMB)),
    initMs: plausibleMs(numberOf(metrics.initDurationMs)),
    restoreMs: plausibleMs(numberOf(metrics.restoreDurationMs)),
    billedRestoreMs: plausibleMs(numberOf(metrics.billedRestoreDurationMs)),
    status: textOf(record.status),
    errorType: textOf(record.errorType),
    ...tracingOf(record),
    format: 'json',
    other: otherFields([metrics, METRIC_FIELDS], [record, REPORT_FIELDS]),
  }
}

function startOf(record: JsonObject, requestId: string): StartLine {
  const { traceId } = tracingOf(record)
  const other = otherFields([record, START_FIELDS])
  return {
    kind: 'start',
    requestId,
    level: null,
    unhandledError: null,
    version: textOf(record.version),
    traceId,
    other,
  }
}

function runtimeOf(record: JsonObject) {
  return { runtimeVersion: textOf(record.runtimeVersion), runtimeVersionArn: textOf(record.runtimeVersionArn) }
}

function outcomeOf(record: JsonObject) {
  return {
    durationMs: plausibleMs(numberOf(objectOf(record.metrics)?.durationMs)),
    status: textOf(record.status),
    errorType: textOf(record.errorType),
  }
}

/**
 * A JSON system event ({time, type: "platform.…", record}) as a line, by the telemetry schema reference of Lambda.
 * One of no kind of its own, or whose request ID is missing, is kept whole as kind "platform".
 */
export function parsePlatformEvent(type: string, record: JsonObject): LogLine {
  const requestId = requestIdOf(record.requestId)
  const common = { requestId, level: null, unhandledError: null }
  switch (type) {
    case 'platform.start':
      if (requestId !== null) return startOf(record, requestId)
      break
    case 'platform.report':
      if (requestId !== null) return reportOf(record, requestId)
      break
    case 'platform.initStart':
      return {
        ...common,
        kind: 'init-start',
        ...runtimeOf(record),
        initializationType: textOf(record.initializationType),
        phase: textOf(record.phase),
      }
    case 'platform.initReport':
      return {
        ...common,
        kind: 'init-report',
        ...outcomeOf(record),
        initializationType: textOf(record.initializationType),
        phase: textOf(record.phase),
      }
    case 'platform.restoreStart':
      return { ...common, kind: 'restore-start', ...runtimeOf(record) }
    case 'platform.restoreReport':
      return { ...common, kind: 'restore-report', ...outcomeOf(record) }
    case 'platform.extension':
    case 'platform.telemetrySubscription': {
      const events = textsOf(type === 'platform.extension' ? record.events : record.types)
      const { name, state, errorType } = record
      return {
        ...common,
        kind: 'extension',
        name: textOf(name),
        state: textOf(state),
        events,
        errorType: textOf(errorType),
      }
    }
  }
  return {
    ...common,
    kind: 'platform',
    type,
    status: textOf(record.status),
    errorType: textOf(record.errorType),
    record,
  }
}

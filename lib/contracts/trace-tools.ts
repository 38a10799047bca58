import * as z from 'zod/mini'
import { AtMs, Numeric } from '@/lib/contracts/primitives'

/** name: of the segment or subsegment; service and type: of the segment that it lies in. */
const Operation = {
  service: z.string(),
  type: z.string(),
  name: z.string(),
  operation: z.nullable(z.string()),
}

/**
 * Each span counts under its worst outcome only. Times are of spans that ended, milliseconds. selfMs: without the time in
 * which children ran. share: the part of the trace's duration in which at least one of them ran, 0 to 1. slowest: at most
 * 50 spans, the longest first; durationMs is null while one runs.
 */
const OperationStats = z.object({
  ...Operation,
  count: z.int(),
  running: z.int(),
  errors: z.int(),
  faults: z.int(),
  throttles: z.int(),
  totalMs: Numeric,
  selfMs: Numeric,
  averageMs: Numeric,
  p50Ms: Numeric,
  p95Ms: Numeric,
  maxMs: Numeric,
  share: Numeric,
  slowest: z.array(z.object({ id: z.string(), durationMs: Numeric })),
})
export type OperationStats = z.infer<typeof OperationStats>

/** Operations with the most time of their own first. */
export const TraceStatisticsResponse = z.object({ items: z.array(OperationStats) })
export type TraceStatisticsResponse = z.infer<typeof TraceStatisticsResponse>

/**
 * A flame graph merged by call path, parents before children. left and width: shares of wholeMs, which is the self time of
 * all spans; a node is as wide as the self time of its spans and of all below them. size counts a node with all below it.
 * totalMs: from start to end of each of its spans that ended; null, as selfMs, when none did. slowestId: the longest of them.
 */
export const TraceFlameResponse = z.object({
  wholeMs: z.number(),
  nodes: z.array(
    z.object({
      ...Operation,
      depth: z.int(),
      size: z.int(),
      left: z.number(),
      width: z.number(),
      count: z.int(),
      failed: z.int(),
      totalMs: Numeric,
      selfMs: Numeric,
      slowestId: z.string(),
    }),
  ),
})
export type TraceFlameResponse = z.infer<typeof TraceFlameResponse>

/** with: the ID of the second trace, in either form. */
export const CompareTraceRequest = z.strictObject({ with: z.string() })

const ComparedTrace = z.object({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  startMs: z.number(),
  durationMs: z.number(),
  complete: z.boolean(),
  entry: z.nullable(z.string()),
  spanCount: z.int(),
})
export type ComparedTrace = z.infer<typeof ComparedTrace>

const ComparedSide = z.nullable(
  z.object({ count: z.int(), failed: z.int(), totalMs: Numeric, selfMs: Numeric, spanId: z.string() }),
)

/**
 * Call paths of both traces, parents before children. A path is the chain of operations from an entry point down. moved:
 * the second trace calls the operation from somewhere else; movedFrom and movedTo are indexes of paths. differenceMs: the
 * second's total time less the first's; null where there is none to compare with. Times are of spans that ended; null when
 * none did.
 */
export const CompareTraceResponse = z.object({
  a: ComparedTrace,
  b: ComparedTrace,
  paths: z.array(
    z.object({
      ...Operation,
      depth: z.int(),
      change: z.enum(['same', 'added', 'removed', 'moved']),
      a: ComparedSide,
      b: ComparedSide,
      differenceMs: Numeric,
      movedFrom: z.nullable(z.int()),
      movedTo: z.nullable(z.int()),
    }),
  ),
})
export type CompareTraceResponse = z.infer<typeof CompareTraceResponse>

/** spanId: the span that stands for the invocation, where the trace has one. */
const TraceLine = z.object({
  atMs: AtMs,
  message: z.string(),
  level: z.nullable(z.string()),
  invocationId: z.string(),
  functionName: z.string(),
  requestId: z.string(),
  spanId: z.nullable(z.string()),
})
export type TraceLine = z.infer<typeof TraceLine>

/** Log lines of all invocations of a trace by time. truncated: more exist than are answered. */
export const TraceLinesResponse = z.object({ lines: z.array(TraceLine), truncated: z.boolean() })
export type TraceLinesResponse = z.infer<typeof TraceLinesResponse>

/** As X-Ray's BatchGetTraces answers; Duration in seconds. */
export const XrayExport = z.object({
  Traces: z.array(
    z.object({
      Id: z.string(),
      Duration: z.number(),
      LimitExceeded: z.boolean(),
      Segments: z.array(z.object({ Id: z.string(), Document: z.string() })),
    }),
  ),
  UnprocessedTraceIds: z.array(z.string()),
})
export type XrayExport = z.infer<typeof XrayExport>

const Nanoseconds = z.string().check(z.regex(/^\d{1,20}$/))
const OtlpTraceId = z.string().check(z.regex(/^[0-9a-f]{32}$/))
const OtlpSpanId = z.string().check(z.regex(/^[0-9a-f]{16}$/))
const OtlpAttributes = z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) }))

/** TracesData of OTLP in its JSON form. */
export const OtlpExport = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: OtlpAttributes }),
      scopeSpans: z.array(
        z.object({
          scope: z.object({ name: z.string(), version: z.optional(z.string()) }),
          spans: z.array(
            z.object({
              traceId: OtlpTraceId,
              spanId: OtlpSpanId,
              parentSpanId: z.optional(OtlpSpanId),
              traceState: z.optional(z.string()),
              name: z.string(),
              kind: z.int().check(z.gte(1), z.lte(5)),
              startTimeUnixNano: Nanoseconds,
              endTimeUnixNano: Nanoseconds,
              attributes: OtlpAttributes,
              events: z.array(z.object({ timeUnixNano: Nanoseconds, name: z.string(), attributes: OtlpAttributes })),
              links: z.array(
                z.object({
                  traceId: OtlpTraceId,
                  spanId: OtlpSpanId,
                  traceState: z.optional(z.string()),
                  attributes: OtlpAttributes,
                }),
              ),
              status: z.object({ code: z.int(), message: z.optional(z.string()) }),
            }),
          ),
        }),
      ),
    }),
  ),
})

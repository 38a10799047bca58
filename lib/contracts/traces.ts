import * as z from 'zod/mini'
import { AtMs, Numeric, PageQuery, pageOf, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent } from '@/lib/contracts/read-extent'

export const ListTracesRequest = z.strictObject({
  ...WindowQuery,
  ...ScopeQuery,
  ...PageQuery,
  functionName: z.optional(z.string()),
  qualifier: z.optional(z.string()),
  filter: z.optional(z.string()),
  sort: z._default(z.enum(['newest', 'slowest']), 'newest'),
})
export type ListTracesRequest = z.infer<typeof ListTracesRequest>

export const TraceItem = z.object({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  startMs: AtMs,
  durationMs: Numeric,
  responseMs: Numeric,
  hasError: z.boolean(),
  hasFault: z.boolean(),
  hasThrottle: z.boolean(),
  complete: z.boolean(),
  entryPoint: z.nullable(z.string()),
  httpMethod: z.nullable(z.string()),
  httpUrl: z.nullable(z.string()),
  httpStatus: Numeric,
  spanCount: Numeric,
  functions: z.array(z.string()),
})
export type TraceItem = z.infer<typeof TraceItem>

/** read: how far traces of the scope are read over the window. */
export const ListTracesResponse = z.extend(pageOf(TraceItem), { read: ReadExtent })
export type ListTracesResponse = z.infer<typeof ListTracesResponse>

/** startMs and endMs are fractional epoch milliseconds; endMs is null while in progress. Parents stand before their children. */
export const Span = z.object({
  id: z.string(),
  parentId: z.nullable(z.string()),
  name: z.string(),
  origin: z.nullable(z.string()),
  kind: z.enum(['segment', 'subsegment', 'inferred']),
  startMs: z.number(),
  endMs: Numeric,
  inProgress: z.boolean(),
  error: z.boolean(),
  fault: z.boolean(),
  throttle: z.boolean(),
  depth: z.int(),
  operation: z.nullable(z.string()),
  resource: z.nullable(z.string()),
  functionName: z.nullable(z.string()),
  requestId: z.nullable(z.string()),
  critical: z.boolean(),
})
export type Span = z.infer<typeof Span>

/**
 * documents: waiting until they are read; expired when they were, and are kept no longer (or X-Ray has none any more).
 * invocations: those of the trace that are known from log lines, with the span that stands for each.
 */
export const TraceResponse = z.object({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  startMs: z.number(),
  durationMs: z.number(),
  complete: z.boolean(),
  limitExceeded: z.boolean(),
  hasError: z.boolean(),
  hasFault: z.boolean(),
  hasThrottle: z.boolean(),
  documents: z.enum(['read', 'waiting', 'expired']),
  spans: z.array(Span),
  invocations: z.array(
    z.object({
      id: z.string(),
      functionName: z.string(),
      requestId: z.string(),
      spanId: z.nullable(z.string()),
      result: z.string(),
      version: z.string(),
    }),
  ),
})
export type TraceResponse = z.infer<typeof TraceResponse>

/** Where AWS did not let a trace be looked for: why, and what to do about it. */
const LookUpRefusal = z.object({
  accountId: z.string(),
  region: z.string(),
  message: z.string(),
  fix: z.nullable(z.string()),
})

/**
 * found: it is stored now; asked: it is being looked up; absent: no account and region that is pulled has it; refused: none
 * that answered has it, the others do not let it be looked for.
 */
export const LookUpTraceResponse = z.union([
  z.object({ state: z.enum(['found', 'asked', 'absent']) }),
  z.object({ state: z.literal('refused'), refusals: z.array(LookUpRefusal) }),
])
export type LookUpTraceResponse = z.infer<typeof LookUpTraceResponse>

/** Everything that one span says beyond the waterfall's columns. document: X-Ray's own JSON, subsegments left out. */
export const SpanDetail = z.object({
  id: z.string(),
  annotations: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
  http: z.nullable(z.record(z.string(), z.unknown())),
  aws: z.nullable(z.record(z.string(), z.unknown())),
  sql: z.nullable(z.record(z.string(), z.unknown())),
  exceptions: z.array(
    z.object({
      type: z.nullable(z.string()),
      message: z.nullable(z.string()),
      remote: z.boolean(),
      stack: z.array(z.string()),
    }),
  ),
  document: z.record(z.string(), z.unknown()),
})
export type SpanDetail = z.infer<typeof SpanDetail>

const GraphStats = z.object({
  count: z.int(),
  ok: z.int(),
  error: z.int(),
  throttle: z.int(),
  fault: z.int(),
  p50Ms: Numeric,
  p95Ms: Numeric,
})

/** x, y: centre of the node in a left-to-right layout, px. */
export const GraphResponse = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.string(),
      accountId: z.nullable(z.string()),
      stats: GraphStats,
      x: z.number(),
      y: z.number(),
    }),
  ),
  edges: z.array(z.object({ from: z.string(), to: z.string(), kind: z.enum(['call', 'link']), stats: GraphStats })),
})
export type GraphResponse = z.infer<typeof GraphResponse>

import * as z from 'zod/mini'
import { HiddenTraces } from '@/lib/contracts/hidden-traces'
import { GraphEdge, GraphNode } from '@/lib/contracts/map'
import { AtMs, Numeric, PageQuery, pageOf, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent } from '@/lib/contracts/read-extent'

/**
 * By start or Duration; failed: faults first, then throttles and errors; largest: most segments first. Of what is not known
 * of a trace yet it stands last.
 */
const TraceSort = z.enum(['newest', 'oldest', 'slowest', 'fastest', 'failed', 'largest'])
export type TraceSort = z.infer<typeof TraceSort>

export const ListTracesRequest = z.strictObject({
  ...WindowQuery,
  ...ScopeQuery,
  ...PageQuery,
  functionName: z.optional(z.string()),
  qualifier: z.optional(z.string()),
  filter: z.optional(z.string()),
  sort: z._default(TraceSort, 'newest'),
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

/**
 * read: how far traces of the scope are read over the window. Traces of the window that may meet what is asked and are not
 * found, null where it can be told of all. waiting: what is asked is not known of them yet; cut: they have more segments,
 * annotations or users than are looked at. hidden: of a qualifier's function, those that cannot be told to be its own.
 */
export const ListTracesResponse = z.extend(pageOf(TraceItem), {
  ...{ read: ReadExtent, waiting: Numeric, cut: Numeric },
  hidden: z.nullable(HiddenTraces),
})
export type ListTracesResponse = z.infer<typeof ListTracesResponse>

/**
 * startMs and endMs are fractional epoch milliseconds; endMs is null while in progress. Parents stand before their children.
 * orphan: what it hangs from is not in the trace, or hangs from it in turn, so that it stands at the top.
 */
const Span = z.object({
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
  orphan: z.optional(z.boolean()),
})
export type Span = z.infer<typeof Span>

/**
 * version: another one once the trace's documents have changed.
 * unreadable: documents that are neither a segment nor a span, which is why something may be missing.
 * documents: waiting until they are read; expired when they were, and are kept no longer (or X-Ray has none any more).
 * invocations: those of the trace that are known from log lines, with the span that stands for each; the first 1,000 of
 * invocationCount.
 */
export const TraceResponse = z.object({
  id: z.string(),
  accountId: z.string(),
  region: z.string(),
  startMs: z.number(),
  durationMs: z.number(),
  complete: z.boolean(),
  limitExceeded: z.boolean(),
  unreadable: z.int(),
  hasError: z.boolean(),
  hasFault: z.boolean(),
  hasThrottle: z.boolean(),
  documents: z.enum(['read', 'waiting', 'expired']),
  version: z.string(),
  spans: z.array(Span),
  invocationCount: z.int(),
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

/** first: the place of the first span that is asked for; version: the trace's, as it was answered with. */
export const SpanIdsRequest = z.strictObject({
  first: z.coerce.number().check(z.int(), z.gte(0)),
  version: z.string(),
})
export type SpanIdsRequest = z.infer<typeof SpanIdsRequest>

/** At most 1,000 IDs, in the order of the trace's spans. */
export const SpanIdsResponse = z.object({ ids: z.array(z.string()) })
export type SpanIdsResponse = z.infer<typeof SpanIdsResponse>

/** version: the trace's, as it was answered with. */
export const TraceColumnsRequest = z.strictObject({ version: z.string() })

/** All spans of a trace as the columns of its waterfall, written as digits to the base of 64; IDs of the first 1,000. */
export const TraceColumnsResponse = z.object({
  ids: z.array(z.string()),
  words: z.array(z.string()),
  totalUs: z.number(),
  count: z.int(),
  columns: z.object({
    name: z.string(),
    note: z.string(),
    service: z.string(),
    startUs: z.string(),
    durationUs: z.string(),
    depth: z.string(),
    flags: z.string(),
  }),
})
export type TraceColumnsResponse = z.infer<typeof TraceColumnsResponse>

/** version: the trace's, as it was answered with. */
export const SpanPlaceRequest = z.strictObject({ version: z.string() })

/** index: the place of the span in the trace's list of spans; null when the trace has none of that ID. */
export const SpanPlaceResponse = z.object({ index: z.nullable(z.int()) })
export type SpanPlaceResponse = z.infer<typeof SpanPlaceResponse>

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

/**
 * Everything that one span says beyond the waterfall's columns. problems: what its document lacks, in sentences.
 * exceptions: the one thrown first, then what caused it; causeId names the one that led to it. consoleUrl: what it ran in
 * or called, in AWS's console. document: X-Ray's own JSON, subsegments left out.
 */
export const SpanDetail = z.object({
  id: z.string(),
  annotations: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
  http: z.nullable(z.record(z.string(), z.unknown())),
  aws: z.nullable(z.record(z.string(), z.unknown())),
  sql: z.nullable(z.record(z.string(), z.unknown())),
  links: z.array(z.object({ traceId: z.string(), id: z.nullable(z.string()) })),
  problems: z.array(z.string()),
  consoleUrl: z.nullable(z.string()),
  exceptions: z.array(
    z.object({
      id: z.nullable(z.string()),
      causeId: z.nullable(z.string()),
      type: z.nullable(z.string()),
      message: z.nullable(z.string()),
      remote: z.boolean(),
      stack: z.array(z.string()),
    }),
  ),
  document: z.record(z.string(), z.unknown()),
})
export type SpanDetail = z.infer<typeof SpanDetail>

/** ids: of spans, with commas between them; at most 100. */
export const SpansRequest = z.strictObject({ ids: z.string() })

/** In the order in which they were asked for, without those that the trace does not have. */
export const SpansResponse = z.object({ spans: z.array(SpanDetail) })
export type SpansResponse = z.infer<typeof SpansResponse>

/** x, y: centre of the node in a left-to-right layout, px. spanId: the first span that stands for it. */
export const GraphResponse = z.object({
  nodes: z.array(z.extend(GraphNode, { x: z.number(), y: z.number(), spanId: z.nullable(z.string()) })),
  edges: z.array(GraphEdge),
})
export type GraphResponse = z.infer<typeof GraphResponse>

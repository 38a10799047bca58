import * as z from 'zod/mini'
import { HiddenTraces } from '@/lib/contracts/hidden-traces'
import { AtMs, Numeric, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent } from '@/lib/contracts/read-extent'

/** functionName: of traces in which this function took part alone; qualifier: of its versions that this one stands for. */
export const MapRequest = z.strictObject({
  ...WindowQuery,
  ...ScopeQuery,
  functionName: z.optional(z.string()),
  qualifier: z.optional(z.string()),
})
export type MapRequest = z.infer<typeof MapRequest>

/** Each call counts under its worst outcome: error is 4xx other than 429. Percentiles are within 1 %, null where no call ended. */
export const GraphStats = z.object({
  count: z.int(),
  ok: z.int(),
  error: z.int(),
  throttle: z.int(),
  fault: z.int(),
  p50Ms: Numeric,
  p95Ms: Numeric,
})
export type GraphStats = z.infer<typeof GraphStats>

/** Traces worth a look: those that failed here worst, the newest first. */
const GraphFailures = z.array(
  z.object({ traceId: z.string(), atMs: AtMs, outcome: z.enum(['error', 'throttle', 'fault']) }),
)

/** kind link: handed over through a queue, topic or bus; p50Ms and p95Ms are then the age on arrival. evidence: how its two ends are known to belong together. */
export const GraphEdge = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.enum(['call', 'link']),
  stats: GraphStats,
  evidence: z.nullable(z.enum(['link', 'message-id', 'request-id', 'mapping', 'segment', 'trace', 'dead-letter'])),
  operations: z.array(z.object({ operation: z.nullable(z.string()), stats: GraphStats })),
  failures: GraphFailures,
})
export type GraphEdge = z.infer<typeof GraphEdge>

/** root: called from outside of what was traced. inferred: it sends no segments, calls to it tell of it. */
export const GraphNode = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  accountId: z.nullable(z.string()),
  stats: GraphStats,
  root: z.boolean(),
  inferred: z.boolean(),
  failures: GraphFailures,
})
export type GraphNode = z.infer<typeof GraphNode>

/** regions, tags: of the functions of that name that the account has in the scope; none of what is no function. */
export const MapNode = z.extend(GraphNode, {
  regions: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
})
export type MapNode = z.infer<typeof MapNode>

/**
 * countedFromMs, countedToMs: what is counted; whole hours (UTC) of days whose segments have expired; the same where nothing
 * can be. cutBy: why it is less than was asked for, else null: "kept": no graphs are kept, or drawn yet, of what began
 * before; "busy": of one function the newest 5,000 traces are counted. traces: how many are counted.
 * behind: stretches of five minutes whose newest traces are not counted yet. leftOut: nodes that were too many to be kept;
 * edgesLeftOut: edges between those that are here.
 * hidden: traces that cannot be told to be the qualifier's, and are not counted; null where there are none.
 */
export const MapResponse = z.object({
  nodes: z.array(MapNode),
  edges: z.array(GraphEdge),
  countedFromMs: AtMs,
  countedToMs: AtMs,
  cutBy: z.nullable(z.enum(['kept', 'busy'])),
  traces: z.int(),
  behind: z.int(),
  leftOut: z.int(),
  edgesLeftOut: z.int(),
  hidden: z.nullable(HiddenTraces),
  read: ReadExtent,
})
export type MapResponse = z.infer<typeof MapResponse>

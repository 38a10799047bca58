import * as z from 'zod/mini'
import { HiddenTraces } from '@/lib/contracts/hidden-traces'
import { AtMs, Numeric, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'

/** Which traces: as lists of them take it. qualifier: of functionName. */
const Traces = {
  ...WindowQuery,
  ...ScopeQuery,
  functionName: z.optional(z.string()),
  qualifier: z.optional(z.string()),
  filter: z.optional(z.string()),
}
const By = z.enum(['url', 'status', 'function', 'root-cause', 'user'])

export const TracePointsRequest = z.strictObject(Traces)
export type TracePointsRequest = z.infer<typeof TracePointsRequest>

/**
 * The newest traces that meet what is asked, as columns of equal length, newest first. statuses: a letter each, o OK,
 * e error, t throttle, f fault. fromMs: the first moment of which all are here. hidden: as in a list of traces.
 */
export const TracePointsResponse = z.object({
  ids: z.array(z.string()),
  startsMs: z.array(z.number()),
  durationsMs: z.array(Numeric),
  statuses: z.string(),
  fromMs: AtMs,
  isAll: z.boolean(),
  hidden: z.nullable(HiddenTraces),
})
export type TracePointsResponse = z.infer<typeof TracePointsResponse>

export const TraceGroupsRequest = z.strictObject({ ...Traces, by: By })
export type TraceGroupsRequest = z.infer<typeof TraceGroupsRequest>

/**
 * share: of the traces that were counted. narrow: a filter expression that finds the group. exact: false where X-Ray's
 * grammar cannot tell the group from others, so that narrow finds more, such as URLs below this one.
 */
export const TraceGroupItem = z.object({
  key: z.string(),
  narrow: z.string(),
  exact: z.boolean(),
  count: z.int(),
  share: z.number(),
  faults: z.int(),
  p50Ms: Numeric,
  p90Ms: Numeric,
  p99Ms: Numeric,
})
export type TraceGroupItem = z.infer<typeof TraceGroupItem>

/**
 * counted: the newest traces that meet what is asked; isAll: no more do; hidden: as in a list of traces. groups: the
 * largest; groupCount: of all.
 */
export const TraceGroupsResponse = z.object({
  counted: z.int(),
  isAll: z.boolean(),
  hidden: z.nullable(HiddenTraces),
  groupCount: z.int(),
  groups: z.array(TraceGroupItem),
})
export type TraceGroupsResponse = z.infer<typeof TraceGroupsResponse>

/** left, right: keys of two groups. */
export const CompareTracesRequest = z.strictObject({ ...Traces, by: By, left: z.string(), right: z.string() })
export type CompareTracesRequest = z.infer<typeof CompareTracesRequest>

const Side = z.object({ count: z.int(), p50Ms: Numeric, p90Ms: Numeric, p99Ms: Numeric, shares: z.array(z.number()) })

/**
 * shares: of a side's traces that have ended, by their Duration, between boundsMs, of which there is one more. counted,
 * isAll, hidden: as for groups.
 */
export const CompareTracesResponse = z.object({
  counted: z.int(),
  isAll: z.boolean(),
  hidden: z.nullable(HiddenTraces),
  boundsMs: z.array(z.number()),
  left: Side,
  right: Side,
  attributes: z.array(
    z.object({ attribute: z.string(), value: z.string(), leftShare: z.number(), rightShare: z.number() }),
  ),
})
export type CompareTracesResponse = z.infer<typeof CompareTracesResponse>

export const TraceVocabularyRequest = z.strictObject({ ...WindowQuery, ...ScopeQuery })
export type TraceVocabularyRequest = z.infer<typeof TraceVocabularyRequest>

/** What the newest stored traces of a window name, the most frequent first. */
export const TraceVocabularyResponse = z.object({
  services: z.array(z.string()),
  types: z.array(z.string()),
  annotations: z.array(z.string()),
})
export type TraceVocabularyResponse = z.infer<typeof TraceVocabularyResponse>

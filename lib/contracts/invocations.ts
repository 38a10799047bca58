import * as z from 'zod/mini'
import { AtMs, Numeric, PageQuery, PlaceQuery, pageOf, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent, ReadRefusal } from '@/lib/contracts/read-extent'
import { FAILED_RESULTS } from '@/lib/domain/add-rollups'
import { FACETS } from '@/lib/domain/invocations/count-facets'
import { MEMORY_BAND_NAMES } from '@/lib/domain/invocations/memory-bands'

export const InvocationResult = z.enum(['success', 'error', 'timeout', 'out-of-memory', 'init-error', 'unknown'])
export type InvocationResult = z.infer<typeof InvocationResult>

/** A result, or any that is an error of the function. */
export const ResultFilter = z.enum(['success', ...FAILED_RESULTS, 'unknown', 'failed'])
export type ResultFilter = z.infer<typeof ResultFilter>

const DurationBound = z.optional(z.coerce.number().check(z.gte(0)))

/** errorType: as issues call it, with no prefix of a runtime. */
const FilterQuery = {
  qualifier: z.optional(z.string()),
  result: z.optional(ResultFilter),
  version: z.optional(z.string()),
  start: z.optional(z.enum(['cold', 'warm'])),
  errorType: z.optional(z.string()),
  memory: z.optional(z.enum(MEMORY_BAND_NAMES)),
  memorySizeMb: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(1_048_576))),
  traced: z.optional(z.enum(['yes', 'no'])),
  tenantId: z.optional(z.string()),
  minDurationMs: DurationBound,
  maxDurationMs: DurationBound,
}

/**
 * qualifier: a version, or an alias whose versions' lines are known to be wholly its own. version: narrows further. sort:
 * newest first, or slowest first. minDurationMs: longer than that; maxDurationMs: that long at most. memory: Max Memory
 * Used in percent of Memory Size, memorySizeMb: that size itself. traced: whether its log lines name a trace.
 * tenantId: of a function with tenant isolation, as its JSON log lines name it.
 */
export const ListInvocationsRequest = z.strictObject({
  ...WindowQuery,
  ...PlaceQuery,
  ...PageQuery,
  ...FilterQuery,
  sort: z._default(z.enum(['newest', 'slowest']), 'newest'),
})
export type ListInvocationsRequest = z.infer<typeof ListInvocationsRequest>

export const InvocationItem = z.object({
  id: z.string(),
  requestId: z.string(),
  functionName: z.string(),
  accountId: z.string(),
  region: z.string(),
  atMs: AtMs,
  endedAtMs: z.nullable(AtMs),
  version: z.string(),
  result: InvocationResult,
  errorType: z.nullable(z.string()),
  errorMessage: z.nullable(z.string()),
  coldStart: z.boolean(),
  durationMs: Numeric,
  billedMs: Numeric,
  initMs: Numeric,
  restoreMs: Numeric,
  memoryMb: Numeric,
  maxMemoryUsedMb: Numeric,
  logStream: z.string(),
  traceId: z.nullable(z.string()),
  tenantId: z.nullable(z.string()),
})
export type InvocationItem = z.infer<typeof InvocationItem>

/**
 * lookedFromMs: how far back a page that is not full was looked for, where a filter leaves too few to look through the
 * whole window at once; its nextCursor looks further. By slowest: those before it are left out. null: nothing is. read:
 * how far the function's log lines are read over the window, where there is no invocation.
 */
export const ListInvocationsResponse = z.extend(pageOf(InvocationItem), {
  lookedFromMs: Numeric,
  read: z.nullable(ReadExtent),
})
export type ListInvocationsResponse = z.infer<typeof ListInvocationsResponse>

export const LogLine = z.object({ atMs: AtMs, message: z.string(), level: z.nullable(z.string()) })
export type LogLine = z.infer<typeof LogLine>

/** initMs: Init or Restore Duration. */
export const NearbyInvocation = z.object({
  id: z.string(),
  requestId: z.string(),
  atMs: AtMs,
  endedAtMs: z.nullable(AtMs),
  result: InvocationResult,
  durationMs: Numeric,
  initMs: Numeric,
  logStream: z.string(),
})
export type NearbyInvocation = z.infer<typeof NearbyInvocation>

/**
 * lines: of this attempt alone, in stream order, 5,000 at most; linesTruncated says that there are more. issueId: what it
 * failed of. environment: this and the nearest others of its log stream, oldest first; hasEarlier, hasLater: there are more
 * within a day. attempts: all at the same request, this included, oldest first.
 */
export const InvocationDetail = z.extend(InvocationItem, {
  logGroup: z.string(),
  costUsd: Numeric,
  issueId: z.nullable(z.string()),
  lines: z.array(LogLine),
  linesTruncated: z.boolean(),
  environment: z.array(NearbyInvocation),
  hasEarlier: z.boolean(),
  hasLater: z.boolean(),
  attempts: z.array(NearbyInvocation),
})
export type InvocationDetail = z.infer<typeof InvocationDetail>

export const InvocationFacetsRequest = z.strictObject({ ...WindowQuery, ...PlaceQuery, ...FilterQuery })
export type InvocationFacetsRequest = z.infer<typeof InvocationFacetsRequest>

/** Only the newest so many invocations, back to fromMs, were looked at. */
const LookedAt = z.nullable(z.object({ invocations: z.int(), fromMs: AtMs }))
export const Facet = z.object({
  facet: z.enum(FACETS),
  lookedAt: LookedAt,
  values: z.array(z.object({ value: z.string(), invocations: z.number() })),
})
export type Facet = z.infer<typeof Facet>

/**
 * What the invocations that a filter leaves have in common, in whole minutes. Each facet counts as if nothing were chosen
 * of itself. lookedAt: null where all invocations are counted. reason: why they cannot be told apart. isWhole: whether log
 * lines of all of the window are read. histogram: by start and result, null where they are not read or not looked at.
 */
export const InvocationFacetsResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  periodMs: z.int(),
  reason: z.nullable(z.string()),
  isWhole: z.boolean(),
  /** Why not, where AWS refuses to have them read. */
  refusal: z.nullable(ReadRefusal),
  total: z.number(),
  lookedAt: LookedAt,
  facets: z.array(Facet),
  histogram: z.array(z.object({ atMs: AtMs, counts: z.nullable(z.record(z.string(), z.number())) })),
})
export type InvocationFacetsResponse = z.infer<typeof InvocationFacetsResponse>

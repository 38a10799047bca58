import * as z from 'zod/mini'
import { AtMs, Numeric, PageQuery, PlaceQuery, pageOf, WindowQuery } from '@/lib/contracts/primitives'
import { FAILED_RESULTS } from '@/lib/domain/add-rollups'

export const InvocationResult = z.enum(['success', 'error', 'timeout', 'out-of-memory', 'init-error', 'unknown'])
export type InvocationResult = z.infer<typeof InvocationResult>

/** A result, or any that is an error of the function. */
export const ResultFilter = z.enum(['success', ...FAILED_RESULTS, 'unknown', 'failed'])
export type ResultFilter = z.infer<typeof ResultFilter>

const DurationBound = z.optional(z.coerce.number().check(z.gte(0)))

/**
 * qualifier: a version, or an alias whose versions' lines are known to be wholly its own. sort: newest first, or slowest
 * first. minDurationMs: longer than that; maxDurationMs: that long at most.
 */
export const ListInvocationsRequest = z.strictObject({
  ...WindowQuery,
  ...PlaceQuery,
  ...PageQuery,
  qualifier: z.optional(z.string()),
  result: z.optional(ResultFilter),
  minDurationMs: DurationBound,
  maxDurationMs: DurationBound,
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
})
export type InvocationItem = z.infer<typeof InvocationItem>

export const ListInvocationsResponse = pageOf(InvocationItem)
export type ListInvocationsResponse = z.infer<typeof ListInvocationsResponse>

export const LogLine = z.object({ atMs: AtMs, message: z.string(), level: z.nullable(z.string()) })
export type LogLine = z.infer<typeof LogLine>

/** lines: of this attempt alone, in stream order, 5,000 at most; linesTruncated says that there are more. issueId: what it failed of. */
export const InvocationDetail = z.extend(InvocationItem, {
  logGroup: z.string(),
  costUsd: Numeric,
  issueId: z.nullable(z.string()),
  lines: z.array(LogLine),
  linesTruncated: z.boolean(),
})
export type InvocationDetail = z.infer<typeof InvocationDetail>

import * as z from 'zod/mini'
import { AtMs, Numeric, PageQuery, pageOf, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'

/** part: pulled for the sums of as much of the window as is pulled; without it those of a window that is not whole are null. */
export const ListFunctionsRequest = z.strictObject({
  ...WindowQuery,
  ...ScopeQuery,
  ...PageQuery,
  part: z.optional(z.literal('pulled')),
})
export type ListFunctionsRequest = z.infer<typeof ListFunctionsRequest>

/** Counts are CloudWatch's over the window, null where it was not asked or did not answer. coldStarts are of loggedInvocations: lines may be read further than the counts. memoryMb: of $LATEST now; sharedMemoryMb: that of all versions, over all of the window, null where they differ or it was changed. spark: invocations in equal buckets, the first from fromMs on; isCut: the window, or now, ends within the last. */
export const FunctionItem = z.object({
  arn: z.string(),
  name: z.string(),
  accountId: z.string(),
  region: z.string(),
  runtime: z.nullable(z.string()),
  architecture: z.nullable(z.string()),
  memoryMb: z.nullable(z.number()),
  sharedMemoryMb: Numeric,
  modes: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  aliases: z.array(z.string()),
  versions: z.int(),
  invocations: Numeric,
  errors: Numeric,
  throttles: Numeric,
  loggedInvocations: Numeric,
  coldStarts: Numeric,
  durationP95Ms: Numeric,
  maxMemoryUsedMb: Numeric,
  costUsd: Numeric,
  lastInvokedAtMs: z.nullable(AtMs),
  inferred: z.boolean(),
  spark: z.object({ fromMs: AtMs, periodMs: z.int(), values: z.array(Numeric), isCut: z.boolean() }),
})
export type FunctionItem = z.infer<typeof FunctionItem>

/** fromMs, toMs: the window in whole minutes, which every item is of; its sums since countedFromMs and those from log lines since loggedFromMs, which are its end where all of it lies before what is pulled. */
export const ListFunctionsResponse = z.extend(pageOf(FunctionItem), {
  fromMs: AtMs,
  toMs: AtMs,
  countedFromMs: AtMs,
  loggedFromMs: AtMs,
})
export type ListFunctionsResponse = z.infer<typeof ListFunctionsResponse>

import * as z from 'zod/mini'
import { InvocationItem } from '@/lib/contracts/invocations'
import { Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent } from '@/lib/contracts/read-extent'

export const TopInvocationsRequest = z.strictObject({
  ...WindowQuery,
  ...PlaceQuery,
  qualifier: z.optional(z.string()),
})
export type TopInvocationsRequest = z.infer<typeof TopInvocationsRequest>

/** costUsd: on demand, at list prices; null where Billed Duration or Memory Size is not known. */
export const TopInvocation = z.extend(InvocationItem, { costUsd: Numeric })
export type TopInvocation = z.infer<typeof TopInvocation>

/**
 * The few of the longest Duration, and the few that were billed most GB-seconds, the first one first. reason: why the
 * qualifier's invocations cannot be told apart, when they cannot; both lists are empty then. read: how far the function's
 * log lines are read over the window.
 */
export const TopInvocationsResponse = z.object({
  reason: z.nullable(z.string()),
  slowest: z.array(TopInvocation),
  dearest: z.array(TopInvocation),
  read: ReadExtent,
})
export type TopInvocationsResponse = z.infer<typeof TopInvocationsResponse>

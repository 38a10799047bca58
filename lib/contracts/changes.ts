import * as z from 'zod/mini'
import { AtMs, PageQuery, PlaceQuery, pageOf, WindowQuery } from '@/lib/contracts/primitives'

export const ListChangesRequest = z.strictObject({
  ...WindowQuery,
  ...PlaceQuery,
  functionName: z.optional(z.string()),
  ...PageQuery,
})
export type ListChangesRequest = z.infer<typeof ListChangesRequest>

/**
 * kind: created, deleted, code, configuration, environment, tags, version, alias, concurrency, provisioned, mapping, policy,
 * url, async. subject: which field, version, alias, qualifier or source. atMs: stated by AWS (isStated), else when it was
 * noticed: it happened after knownAfterMs. Values of environment variables are never told, only that one changed.
 */
export const FunctionChange = z.object({
  id: z.string(),
  atMs: AtMs,
  isStated: z.boolean(),
  knownAfterMs: AtMs,
  noticedAtMs: AtMs,
  accountId: z.string(),
  region: z.string(),
  functionName: z.string(),
  kind: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
})
export type FunctionChange = z.infer<typeof FunctionChange>

export const ListChangesResponse = pageOf(FunctionChange)
export type ListChangesResponse = z.infer<typeof ListChangesResponse>

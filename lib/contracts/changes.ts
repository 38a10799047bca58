import * as z from 'zod/mini'
import { AtMs, PageQuery, PlaceQuery, pageOf, WindowQuery } from '@/lib/contracts/primitives'

export const ChangeGroup = z.enum(['deployments', 'configuration', 'concurrency', 'triggers'])
export type ChangeGroup = z.infer<typeof ChangeGroup>

/** accountId and region may be comma-separated lists. search: a part of the function's name. */
export const ListChangesRequest = z.strictObject({
  ...WindowQuery,
  ...PlaceQuery,
  functionName: z.optional(z.string()),
  search: z.optional(z.string().check(z.maxLength(200))),
  group: z.optional(ChangeGroup),
  ...PageQuery,
})
export type ListChangesRequest = z.infer<typeof ListChangesRequest>

/**
 * kind: created, deleted, code, configuration, environment, tags, version, alias, concurrency, provisioned, mapping, policy,
 * url, async. subject: which field, version, alias, qualifier or source. atMs: stated by AWS (isStated), else when it was
 * noticed: it happened after knownAfterMs. Values of environment variables are never told, only the names of those that
 * have another value (subject values, in after).
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

import * as z from 'zod/mini'
import { AtMs, PageQuery, pageOf, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent } from '@/lib/contracts/read-extent'

export const ChangeGroup = z.enum(['deployments', 'configuration', 'concurrency', 'triggers', 'issues'])
export type ChangeGroup = z.infer<typeof ChangeGroup>

/** functionName may be a comma-separated list. search: a part of the function's name. */
export const ListChangesRequest = z.strictObject({
  ...WindowQuery,
  ...ScopeQuery,
  functionName: z.optional(z.string()),
  search: z.optional(z.string().check(z.maxLength(200))),
  group: z.optional(ChangeGroup),
  ...PageQuery,
})
export type ListChangesRequest = z.infer<typeof ListChangesRequest>

/**
 * kind: created, deleted, code, configuration, environment, tags, version, alias, concurrency, provisioned, mapping, policy,
 * url, async, issue (first seen; after: its issueId and message). subject: which field, version, alias, qualifier, source or
 * error type. atMs: stated by AWS (isStated), else when it was
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

/** inventory: since when functions are looked at; logs: how far the lines that tell of new issues are read. */
export const ListChangesResponse = z.extend(pageOf(FunctionChange), {
  read: z.object({ inventory: ReadExtent, logs: ReadExtent }),
})
export type ListChangesResponse = z.infer<typeof ListChangesResponse>

/** functionName may be a comma-separated list. */
export const ChangeMarksRequest = z.strictObject({
  ...WindowQuery,
  ...ScopeQuery,
  functionName: z.optional(z.string()),
})
export type ChangeMarksRequest = z.infer<typeof ChangeMarksRequest>

/** changes: how many there were from atMs to lastMs. named: the first of them, as FunctionChange has them. */
export const ChangeMark = z.object({
  atMs: AtMs,
  lastMs: AtMs,
  changes: z.int(),
  named: z.array(z.pick(FunctionChange, { functionName: true, kind: true, subject: true, before: true, after: true })),
})
export type ChangeMark = z.infer<typeof ChangeMark>

export const ChangeMarksResponse = z.object({ items: z.array(ChangeMark) })
export type ChangeMarksResponse = z.infer<typeof ChangeMarksResponse>

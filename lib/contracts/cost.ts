import * as z from 'zod/mini'
import { AtMs, Numeric, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadRefusal } from '@/lib/contracts/read-extent'

/** function, version, alias, account, or tag:KEY. */
const CostGroupBy = z.string().check(z.regex(/^(?:function|version|alias|account|tag:.{1,128})$/))

export const CostRequest = z.strictObject({
  ...WindowQuery,
  ...ScopeQuery,
  groupBy: z._default(CostGroupBy, 'function'),
})
export type CostRequest = z.infer<typeof CostRequest>

/**
 * US dollars at list price (first tier, nothing free). usd is the sum of requests, duration, storage, provisioned (for
 * standing) and what restores cost; init, restore, retries, oversize and provisionedUnused are parts of it. unsizedInvocations: of
 * which Max Memory Used is not known, so that oversize does not count them; it is null where that is all of them.
 */
const CostFields = {
  usd: z.number(),
  requestsUsd: z.number(),
  durationUsd: z.number(),
  storageUsd: z.number(),
  initUsd: z.number(),
  restoreUsd: z.number(),
  retriesUsd: z.number(),
  oversizeUsd: Numeric,
  unsizedInvocations: z.number(),
  provisionedUsd: z.number(),
  provisionedUnusedUsd: Numeric,
  invocations: z.number(),
  gbSeconds: z.number(),
}
export const CostTotals = z.object(CostFields)
export type CostTotals = z.infer<typeof CostTotals>

const FunctionOf = z.object({ functionName: z.string(), accountId: z.string(), region: z.string() })

/**
 * of: the function of the group, where it is of one; version, alias: where it is of one. By alias, what was called without
 * one has a group of its own, and so has what is not known, with its reason as note.
 */
export const CostGroup = z.object({
  ...CostFields,
  key: z.string(),
  label: z.string(),
  of: z.nullable(FunctionOf),
  version: z.nullable(z.string()),
  alias: z.nullable(z.string()),
  note: z.nullable(z.string()),
})
export type CostGroup = z.infer<typeof CostGroup>

export const CostSaving = z.object({
  ...{ functionName: z.string(), accountId: z.string(), region: z.string() },
  kind: z.enum(['memory', 'provisioned', 'architecture', 'retries']),
  usdPerMonth: z.number(),
  what: z.string(),
  why: z.string(),
})
export type CostSaving = z.infer<typeof CostSaving>

/**
 * The calendar month (UTC) of the window's end so far, as AWS bills one account: all of its regions, whichever are asked
 * for. Of each region and architecture: all requests and the GB-seconds on demand. usd: requests and GB-seconds by tiers,
 * less what is free (freeUsd), and what has neither: provisionedUsd (for standing, and duration on it), storageUsd, and
 * restoreUsd (restored memory). countedFromMs: since when log lines are read, within the month; null when none is.
 */
export const CostMonth = z.object({
  accountId: z.string(),
  fromMs: AtMs,
  countedFromMs: z.nullable(AtMs),
  rows: z.array(
    z.object({
      region: z.string(),
      architecture: z.string(),
      requests: z.number(),
      requestsOnProvisioned: z.number(),
      gbSeconds: z.number(),
      listUsd: z.number(),
      tieredUsd: z.number(),
      tier: z.int(),
    }),
  ),
  requestsUsd: z.number(),
  provisionedUsd: z.number(),
  storageUsd: z.number(),
  restoreUsd: z.number(),
  listUsd: z.number(),
  freeUsd: z.number(),
  usd: z.number(),
})
export type CostMonth = z.infer<typeof CostMonth>

/**
 * Windows longer than 25 hours, which a day has when clocks go back, are widened to whole UTC days. countedFromMs: since
 * when log lines are read, within the window; null when none is. partlyRead: functions whose log lines of the window are
 * not all read; refusal: why, where AWS refuses to have them read; isBeyond: the window lies before all that is to be read. evenlyRead: whether nearly all log groups are read from countedFromMs on, so that sums are those of all
 * functions; usdPerDay is null where not. groups: dearest first, 100 at most; others: what the rest is. series: of the dearest eight groups and the
 * rest, null where nothing is read; read: of how many of the logGroups each period is read. tagKeys: what can be grouped by. pullUsd: what pulling from AWS cost in the window.
 */
export const CostResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  countedFromMs: z.nullable(AtMs),
  countedToMs: AtMs,
  functions: z.int(),
  partlyRead: z.int(),
  refusal: z.nullable(ReadRefusal),
  isBeyond: z.boolean(),
  evenlyRead: z.boolean(),
  total: CostTotals,
  usdPerDay: Numeric,
  groups: z.array(CostGroup),
  others: z.nullable(z.object({ groups: z.int(), usd: z.number() })),
  series: z.object({
    periodMs: z.int(),
    atMs: z.array(AtMs),
    logGroups: z.int(),
    read: z.array(z.int()),
    parts: z.array(z.object({ key: z.string(), label: z.string(), values: z.array(Numeric) })),
  }),
  savings: z.array(CostSaving),
  months: z.array(CostMonth),
  tagKeys: z.array(z.string()),
  pullUsd: z.number(),
})
export type CostResponse = z.infer<typeof CostResponse>

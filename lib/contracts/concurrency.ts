import * as z from 'zod/mini'
import { InvocationResult } from '@/lib/contracts/invocations'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadExtent } from '@/lib/contracts/read-extent'

export const ConcurrencyRequest = z.strictObject({ ...WindowQuery, ...PlaceQuery, qualifier: z.optional(z.string()) })
export type ConcurrencyRequest = z.infer<typeof ConcurrencyRequest>

/** One value a period, oldest first; null: not known. */
const Values = z.array(Numeric)

/**
 * requested, allocated, available, status: as they are now, null of what was removed since. stood: how many were there at the
 * begin of each period. inUse, utilisation: the highest of each period; invocations, spillover: sums over the window.
 */
export const ProvisionedUse = z.object({
  qualifier: z.string(),
  requested: Numeric,
  allocated: Numeric,
  available: Numeric,
  status: z.nullable(z.string()),
  statusReason: z.nullable(z.string()),
  stood: z.array(z.number()),
  inUse: Values,
  inUseMax: Numeric,
  utilisationMax: Numeric,
  invocations: Numeric,
  spillover: Numeric,
})
export type ProvisionedUse = z.infer<typeof ProvisionedUse>

/** How many execution environments a version may have, and which bounds are in effect; null: AWS names none. */
export const Scaling = z.object({
  version: z.string(),
  min: Numeric,
  max: Numeric,
  appliedMin: Numeric,
  appliedMax: Numeric,
})
export type Scaling = z.infer<typeof Scaling>

/** Of each version that runs on managed instances, newest first; null: the function does not run on them. */
export const ScalingOfVersions = z.nullable(z.array(Scaling))
export type ScalingOfVersions = z.infer<typeof ScalingOfVersions>

/** minutes: in how many of the throttled minutes it was so; possibleMinutes: in how many more it is possible. evidence: the numbers that prove it. */
export const CauseFinding = z.object({
  cause: z.enum(['account-pool', 'reserved', 'scaling-rate', 'request-rate', 'provisioned']),
  verdict: z.enum(['cause', 'possible', 'ruled out', 'not known']),
  minutes: z.number(),
  possibleMinutes: z.number(),
  evidence: z.string(),
})
export type CauseFinding = z.infer<typeof CauseFinding>

const ThrottledMinute = z.object({
  atMs: AtMs,
  periodMs: z.number(),
  throttles: z.number(),
  invocations: Numeric,
  peak: Numeric,
  claimed: Numeric,
  unreserved: Numeric,
  reserved: Numeric,
})

/**
 * accountLimit, pool, reserved: as they are now; poolThen, reservedThen: as they were at the begin of each period. reserved of a minute: null also where
 * it is not certain. settingsRead: whether it is known what is reserved and provisioned; heldFromMs: since when of all functions here, null: not yet. What stood before is taken as what stood then. causes and minutes are those of the function as a whole; minutes: the most throttled, 50 at most.
 * throttledMinutes counts longer periods where CloudWatch keeps no minutes any more; longestPeriodMs: the longest of them; unsureMinutes: how many of
 * them were before heldFromMs.
 */
export const FunctionConcurrency = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  periodMs: z.number(),
  accountLimit: Numeric,
  pool: Numeric,
  reserved: Numeric,
  settingsRead: z.boolean(),
  heldFromMs: z.nullable(AtMs),
  reservedThen: Values,
  poolThen: Values,
  atMs: z.array(AtMs),
  concurrent: Values,
  concurrentMax: Numeric,
  throttled: Values,
  throttles: Numeric,
  spilled: Values,
  provisioned: z.array(ProvisionedUse),
  scaling: ScalingOfVersions,
  throttledMinutes: Numeric,
  unsureMinutes: z.number(),
  longestPeriodMs: z.number(),
  causes: z.array(CauseFinding),
  minutes: z.array(ThrottledMinute),
})
export type FunctionConcurrency = z.infer<typeof FunctionConcurrency>

const LaneCall = z.object({
  id: z.string(),
  version: z.string(),
  startMs: AtMs,
  endMs: z.nullable(AtMs),
  initMs: Numeric,
  result: InvocationResult,
})

/**
 * The newest invocations of the window, newest first, by the execution environment (log stream) that ran them; isWhole: they
 * are all of it. reason: why log lines do not tell them. read: how far
 * these are read over the window, where there is no invocation.
 */
export const LanesResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  isWhole: z.boolean(),
  reason: z.nullable(z.string()),
  environments: z.array(z.object({ name: z.string(), calls: z.array(LaneCall) })),
  read: z.nullable(ReadExtent),
})
export type LanesResponse = z.infer<typeof LanesResponse>

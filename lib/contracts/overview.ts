import * as z from 'zod/mini'
import { AtMs, Numeric, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'

export const OverviewRequest = z.strictObject({ ...WindowQuery, ...ScopeQuery })
export type OverviewRequest = z.infer<typeof OverviewRequest>

/**
 * Sums over the functions whose figures are known; durationP95Ms of all their invocations together; costUsd: requests and
 * duration on demand, at list prices.
 */
export const FleetFigures = z.object({
  invocations: Numeric,
  errors: Numeric,
  throttles: Numeric,
  durationP95Ms: Numeric,
  loggedInvocations: Numeric,
  coldStarts: Numeric,
  costUsd: Numeric,
})
export type FleetFigures = z.infer<typeof FleetFigures>

const Moved = z.object({
  figure: z.enum(['invocations', 'errors', 'throttles', 'durationP95Ms', 'costUsd']),
  before: z.number(),
  now: z.number(),
})

/**
 * known: how many of the functions CloudWatch's counts are whole for; knownFromLogs: the same of what log lines tell; partlyFromLogs: of how many any log lines of the window are read. countedFromMs, countedToMs, loggedFromMs and loggedToMs: where the figures of CloudWatch and those from log lines begin and end; the window's end for both where all of it lies before what is pulled.
 * comparedFunctions: how many are known now and then. comparedWith: the same window a week before where that is known, else the window before; null when neither is. compared
 * and before: now and then, of the functions that are known in both, and as far as now is known. movers: most first, each with what moved, most first.
 * trend: one bucket a period, sums of the functions that are known in it, and how many these are; null where none is. pools: the highest claimed
 * concurrency of each account and region, and its limit.
 */
export const OverviewResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  functions: z.int(),
  known: z.int(),
  knownFromLogs: z.int(),
  partlyFromLogs: z.int(),
  figures: FleetFigures,
  countedFromMs: AtMs,
  loggedFromMs: AtMs,
  countedToMs: AtMs,
  loggedToMs: AtMs,
  comparedWith: z.nullable(z.object({ fromMs: AtMs, toMs: AtMs, kind: z.enum(['week-before', 'window-before']) })),
  compared: z.nullable(FleetFigures),
  before: z.nullable(FleetFigures),
  comparedFunctions: z.int(),
  movers: z.array(
    z.object({ functionName: z.string(), accountId: z.string(), region: z.string(), moves: z.array(Moved) }),
  ),
  trend: z.object({
    periodMs: z.int(),
    atMs: z.array(AtMs),
    known: z.array(z.int()),
    invocations: z.array(Numeric),
    errors: z.array(Numeric),
    throttles: z.array(Numeric),
    invocationsBefore: z.array(Numeric),
  }),
  pools: z.array(
    z.object({
      accountId: z.string(),
      region: z.string(),
      claimedMax: Numeric,
      claimedMaxAtMs: z.nullable(AtMs),
      limit: Numeric,
    }),
  ),
})
export type OverviewResponse = z.infer<typeof OverviewResponse>

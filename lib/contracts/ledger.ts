import * as z from 'zod/mini'
import { AtMs, Numeric, WindowQuery } from '@/lib/contracts/primitives'

/** An account in a region; the one with the most reserved or in use when left out. */
const OnePlace = { accountId: z.optional(z.string()), region: z.optional(z.string()) }

export const LedgerRequest = z.strictObject({ ...WindowQuery, ...OnePlace })
export type LedgerRequest = z.infer<typeof LedgerRequest>

const Place = z.object({ accountId: z.string(), region: z.string() })
const Values = z.array(Numeric)

/** provisioned: of all its qualifiers, provisionedBy: of each alias or version; as they are now; isSteady: what is reserved has not changed since the window began. peak: the highest ConcurrentExecutions of the window. */
export const LedgerFunction = z.object({
  functionName: z.string(),
  reserved: Numeric,
  provisioned: Numeric,
  provisionedBy: z.array(z.object({ qualifier: z.string(), provisioned: Numeric })),
  isSteady: z.boolean(),
  peak: Numeric,
  throttles: Numeric,
})
export type LedgerFunction = z.infer<typeof LedgerFunction>

/**
 * What counts against the limit, one value a period (its highest minute): reserved, provisioned of functions without a
 * reservation, and what else ran on demand; together claimed. bands: of reserved (qualifier null) and provisioned what the
 * functions and qualifiers held that held the most; what is left of either is of others. peakAtMs: that minute. limit, pool: as they are now; pools: what was unreserved then. functions:
 * those that hold something, or ran the most. unreadFunctions: of how many it is not
 * known yet what they hold; reserved, provisioned and onDemand are null while these are more than a few. heldFromMs: since when it is known
 * what functions hold, null: not yet; what they held before is taken as what they held then.
 */
export const LedgerResponse = z.object({
  place: z.nullable(Place),
  places: z.array(Place),
  fromMs: AtMs,
  toMs: AtMs,
  periodMs: z.number(),
  limit: Numeric,
  pool: Numeric,
  pools: Values,
  atMs: z.array(AtMs),
  peakAtMs: z.array(z.nullable(AtMs)),
  reserved: Values,
  provisioned: Values,
  onDemand: Values,
  bands: z.array(z.object({ functionName: z.string(), qualifier: z.nullable(z.string()), values: Values })),
  claimed: Values,
  concurrent: Values,
  claimedMax: Numeric,
  concurrentMax: Numeric,
  functions: z.array(LedgerFunction),
  unreadFunctions: z.int(),
  heldFromMs: z.nullable(AtMs),
})
export type LedgerResponse = z.infer<typeof LedgerResponse>

const QueryMoment = WindowQuery.from

export const HoldersRequest = z.strictObject({ accountId: z.string(), region: z.string(), at: QueryMoment })
export type HoldersRequest = z.infer<typeof HoldersRequest>

/**
 * The minute that holds at; periodMs: how long the period around it is that CloudWatch tells of. isAnswered: CloudWatch has told what the account ran in it. functions: those that ran in it, most
 * first. Their peaks need not have come at one instant. isHeldKnown: it is known what was reserved and provisioned then; else both are null.
 */
export const HoldersResponse = z.object({
  atMs: AtMs,
  periodMs: z.number(),
  isAnswered: z.boolean(),
  claimed: Numeric,
  concurrent: Numeric,
  unreserved: Numeric,
  isHeldKnown: z.boolean(),
  functions: z.array(
    z.object({
      functionName: z.string(),
      peak: z.number(),
      reserved: Numeric,
      provisioned: Numeric,
      throttles: Numeric,
    }),
  ),
})
export type HoldersResponse = z.infer<typeof HoldersResponse>

/** plan: name=reserved pairs parted by commas; "none" takes a reservation away. */
export const PlanRequest = z.strictObject({ accountId: z.string(), region: z.string(), plan: z.string() })
export type PlanRequest = z.infer<typeof PlanRequest>

/**
 * Of the week before now: minutes in which more ran at once than the plan leaves. null: not known. knownMs: how much of the
 * week the figures beside it are of. Where refusals says why AWS would refuse the plan, nothing is replayed.
 * heldFromMs: since when it is known what functions hold, null: not yet; what they held before is taken as what they held then.
 */
export const PlanResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  limit: Numeric,
  reservedNow: z.number(),
  reservedPlanned: z.number(),
  poolNow: Numeric,
  poolPlanned: Numeric,
  refusals: z.array(z.string()),
  functions: z.array(
    z.object({
      functionName: z.string(),
      reservedNow: Numeric,
      planned: Numeric,
      knownMs: z.number(),
      peak: Numeric,
      minutesOver: Numeric,
      worstAtMs: z.nullable(AtMs),
      throttledMinutes: Numeric,
    }),
  ),
  heldFromMs: z.nullable(AtMs),
  pool: z.object({ knownMs: z.number(), peak: Numeric, minutesOver: Numeric, worstAtMs: z.nullable(AtMs) }),
})
export type PlanResponse = z.infer<typeof PlanResponse>

import * as z from 'zod/mini'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadRefusal } from '@/lib/contracts/read-extent'

export const PerformanceRequest = z.strictObject({ ...WindowQuery, ...PlaceQuery, qualifier: z.optional(z.string()) })
export type PerformanceRequest = z.infer<typeof PerformanceRequest>

const Spread = { invocations: z.number(), p50Ms: Numeric, p95Ms: Numeric, p99Ms: Numeric, maxMs: Numeric }

/** fromMs is exclusive (null: from 0 on), toMs inclusive; rough*: the round values beside them. */
const Band = z.object({
  fromMs: z.nullable(z.number()),
  toMs: z.number(),
  roughFromMs: z.number(),
  roughToMs: z.number(),
})

/** Columns are whole periods; what of the first and last is not in the window is not counted. counts: of each band from the lowest; null where log lines are not read. */
export const HeatMap = z.object({
  periodMs: z.number(),
  bands: z.array(Band),
  columns: z.array(z.object({ fromMs: AtMs, toMs: AtMs, counts: z.nullable(z.array(z.number())) })),
})
export type HeatMap = z.infer<typeof HeatMap>

export const VersionSpread = z.object({
  ...Spread,
  version: z.string(),
  errors: z.number(),
  coldStarts: z.number(),
  memoryMb: Numeric,
  timeouts: z.number(),
  /** As it was in the window; null where it was changed in it (timeoutChanged) or is not known. */
  timeoutS: Numeric,
  timeoutChanged: z.boolean(),
  /** Of the timeout: reached, close (the longest took 80 % of it), loose, or fine; null when not known. */
  timeoutVerdict: z.nullable(z.enum(['reached', 'close', 'loose', 'fine'])),
  /** Invocations that took longer than closeMs, which is 80 % of the timeout. */
  closeMs: Numeric,
  close: Numeric,
})
export type VersionSpread = z.infer<typeof VersionSpread>

/** Invocations of one Memory Size that began cold or warm. usdPerMillion: Billed Duration and requests. */
export const MemoryGroup = z.object({
  ...Spread,
  memoryMb: Numeric,
  cold: z.boolean(),
  initP50Ms: Numeric,
  initP95Ms: Numeric,
  maxMemoryUsedMb: Numeric,
  usdPerMillion: Numeric,
})
export type MemoryGroup = z.infer<typeof MemoryGroup>

const Range = z.nullable(z.object({ least: z.number(), most: z.number() }))

const ProvisionedPlans = z.object({
  breakEvenUtilisation: z.number(),
  standing: z.number(),
  breakEvenEnvironments: z.number(),
  plans: z.array(
    z.object({
      environments: z.number(),
      utilisation: z.number(),
      usdPerMonth: z.number(),
      coldStartsAvoidedPerMonth: z.number(),
    }),
  ),
})

const SnapStartPlan = z.discriminatedUnion('state', [
  z.object({ state: z.literal('on'), restores: z.number(), inits: z.number() }),
  z.object({ state: z.literal('impossible'), reason: z.string() }),
  z.object({
    state: z.literal('possible'),
    isFree: z.boolean(),
    usdPerMonth: z.number(),
    breakEvenInitMs: Numeric,
    keptUsdPerMonth: z.number(),
    latestColdStarts: z.number(),
  }),
])

/** initMs: Init and Restore Durations added up; usd: what was billed of them and for restored memory, null where the sample shows no cold start. */
export const ColdStartLedger = z.object({
  coldStarts: z.number(),
  share: Numeric,
  initMs: z.number(),
  initMaxMs: Numeric,
  usd: Numeric,
  usdPerMonth: Numeric,
  provisioned: z.nullable(ProvisionedPlans),
  snapStart: z.nullable(SnapStartPlan),
})
export type ColdStartLedger = z.infer<typeof ColdStartLedger>

export const MemoryAdvice = z.object({
  verdict: z.enum(['raise', 'lower', 'keep']),
  memoryMb: z.number(),
  maxUsedMb: z.number(),
  toMb: Numeric,
  confidence: z.enum(['high', 'medium', 'low']),
  isMeasured: z.boolean(),
  usdPerMonth: Range,
  durationFactor: Range,
  why: z.string(),
})
export type MemoryAdvice = z.infer<typeof MemoryAdvice>

/**
 * All from log lines. reason: why they say nothing of this window or qualifier; then all else is null or empty. sample: the
 * newest invocations of the window, which groups are taken from; isWhole: they are all of them.
 */
export const PerformanceResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  reason: z.nullable(z.string()),
  /** Whether log lines of the whole window are read: counts of a part are told apart by it. */
  isWhole: z.boolean(),
  /** Why not, where AWS refuses to have them read. */
  refusal: z.nullable(ReadRefusal),
  heat: z.nullable(HeatMap),
  total: z.nullable(z.object(Spread)),
  versions: z.array(VersionSpread),
  sample: z.nullable(z.object({ fromMs: AtMs, invocations: z.number(), isWhole: z.boolean() })),
  groups: z.array(MemoryGroup),
  coldStarts: z.nullable(ColdStartLedger),
  memory: z.nullable(MemoryAdvice),
})
export type PerformanceResponse = z.infer<typeof PerformanceResponse>

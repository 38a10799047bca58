import * as z from 'zod/mini'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'
import { ReadRefusal } from '@/lib/contracts/read-extent'

export const VersionsRequest = z.strictObject({ ...WindowQuery, ...PlaceQuery })
export type VersionsRequest = z.infer<typeof VersionsRequest>

/**
 * What differs between two versions, such as codeSha256, memoryMb, roleArn; environment.NAME tells only that a value is
 * another. Values as text; null: none.
 */
export const VersionDifference = z.object({
  field: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
})
export type VersionDifference = z.infer<typeof VersionDifference>

/** Figures are those of log lines in the window; null where they are not read. previous: the version published before it. */
export const VersionItem = z.object({
  version: z.string(),
  publishedAtMs: z.nullable(AtMs),
  codeSha256: z.nullable(z.string()),
  description: z.nullable(z.string()),
  aliases: z.array(z.string()),
  previous: z.nullable(z.string()),
  differences: z.array(VersionDifference),
  invocations: Numeric,
  errors: Numeric,
  coldStarts: Numeric,
  p50Ms: Numeric,
  p95Ms: Numeric,
})
export type VersionItem = z.infer<typeof VersionItem>

/**
 * Calls through an alias as CloudWatch counts them. weight: as it is now; share: of the calls in the window, with the bounds
 * of its 95 % interval. Null where CloudWatch does not tell: it splits the calls of weighted aliases alone, and not those of an alias that led to another version before.
 */
export const AliasTraffic = z.object({
  alias: z.string(),
  description: z.nullable(z.string()),
  invocations: Numeric,
  /** When it was last changed within the window. */
  changedAtMs: z.nullable(AtMs),
  routes: z.array(
    z.object({
      version: z.string(),
      weight: Numeric,
      invocations: Numeric,
      errors: Numeric,
      share: Numeric,
      shareLower: Numeric,
      shareUpper: Numeric,
    }),
  ),
})
export type AliasTraffic = z.infer<typeof AliasTraffic>

/** pair: what is most worth comparing: the versions of a weighted alias, else the two newest that ran, or one with itself. */
export const VersionsResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  isWhole: z.boolean(),
  /** Why not, where AWS refuses to have them read. */
  refusal: z.nullable(ReadRefusal),
  versions: z.array(VersionItem),
  aliases: z.array(AliasTraffic),
  pair: z.nullable(z.object({ first: z.string(), second: z.string() })),
})
export type VersionsResponse = z.infer<typeof VersionsResponse>

const Moment = WindowQuery.from

/** first, second: a version or alias, all traffic when left out; each over a window of its own. */
export const CompareRequest = z.strictObject({
  ...PlaceQuery,
  first: z.optional(z.string()),
  second: z.optional(z.string()),
  firstFrom: Moment,
  firstTo: Moment,
  secondFrom: Moment,
  secondTo: Moment,
})
export type CompareRequest = z.infer<typeof CompareRequest>

/**
 * countedToMs: how far of the window the figures are counted. invocations, errors: CloudWatch's, or those of log lines where it does not tell a version's calls apart; throttles:
 * CloudWatch's; the rest from log lines. reason: why some of it is not known.
 */
export const ComparedSide = z.object({
  qualifier: z.nullable(z.string()),
  fromMs: AtMs,
  toMs: AtMs,
  countedToMs: AtMs,
  invocations: Numeric,
  errors: Numeric,
  throttles: Numeric,
  logged: Numeric,
  coldStarts: Numeric,
  p50Ms: Numeric,
  p95Ms: Numeric,
  p99Ms: Numeric,
  maxMs: Numeric,
  maxMemoryUsedMb: Numeric,
  usdPerMillion: Numeric,
  reason: z.nullable(z.string()),
})
export type ComparedSide = z.infer<typeof ComparedSide>

const Verdict = z.enum(['safe', 'worse', 'not enough data'])

/** p: how likely at least this difference is by chance; upper: it is below this with 98.3 % confidence, against margin. */
export const CanaryTest = z.object({
  kind: z.enum(['errors', 'durations', 'tail']),
  verdict: Verdict,
  first: z.number(),
  second: z.number(),
  firstCount: z.number(),
  secondCount: z.number(),
  p: z.number(),
  upper: z.number(),
  margin: z.number(),
  needed: Numeric,
})
export type CanaryTest = z.infer<typeof CanaryTest>

export const CompareResponse = z.object({
  first: ComparedSide,
  second: ComparedSide,
  /** Of the versions that they stand for now; [] where either stands for several. */
  differences: z.array(VersionDifference),
  /** null: both hold the same invocations. */
  verdict: z.nullable(Verdict),
  tests: z.array(CanaryTest),
  reason: z.nullable(z.string()),
})
export type CompareResponse = z.infer<typeof CompareResponse>

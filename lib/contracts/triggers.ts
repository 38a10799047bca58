import * as z from 'zod/mini'
import { FunctionDetail } from '@/lib/contracts/function-detail'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'

export const TriggersRequest = z.strictObject({
  ...{ ...WindowQuery, ...PlaceQuery },
  qualifier: z.optional(z.string()),
})
export type TriggersRequest = z.infer<typeof TriggersRequest>

/** What became of the events of a mapping: sums of CloudWatch's counts over the window; null: not known. */
export const EventFunnel = z.object({
  polled: Numeric,
  filteredOut: Numeric,
  invoked: Numeric,
  failed: Numeric,
  dropped: Numeric,
  sentOnFailure: Numeric,
  deleted: Numeric,
  pollingErrors: Numeric,
})
export type EventFunnel = z.infer<typeof EventFunnel>

/**
 * Why a count is null. nothing: nothing of the kind happened. not-set-up: it cannot happen as the function is set up.
 * refused: a permission is missing. not-read: not pulled yet. too-old: CloudWatch lists metrics of two weeks only.
 */
export const CountGap = z.enum(['nothing', 'not-set-up', 'refused', 'not-read', 'too-old'])
export type CountGap = z.infer<typeof CountGap>

/** Why a setting that is not there may be there all the same. iamAction: what is refused. */
export const SettingGap = z.object({
  state: z.enum(['refused', 'unavailable', 'not-read']),
  iamAction: z.nullable(z.string()),
})
export type SettingGap = z.infer<typeof SettingGap>

/** metrics: known; not-enabled: the mapping's MetricsConfig does not name EventCount; else why they are not known. */
export const MappingDetail = z.object({
  uuid: z.string(),
  source: z.string(),
  sourceArn: z.nullable(z.string()),
  qualifier: z.nullable(z.string()),
  state: z.nullable(z.string()),
  lastResult: z.nullable(z.string()),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  onFailure: z.nullable(z.string()),
  metrics: z.enum(['known', 'not-enabled', ...CountGap.options]),
  funnel: EventFunnel,
})
export type MappingDetail = z.infer<typeof MappingDetail>

/** Sums of CloudWatch's counts; oldestMs is the highest AsyncEventAge. */
const AsyncCounts = {
  received: Numeric,
  dropped: Numeric,
  oldestMs: Numeric,
  destinationFailures: Numeric,
  deadLetterErrors: Numeric,
  recursionDropped: Numeric,
}

/**
 * Of a qualifier what names it, but async and iteratorAgeMs are of the function as a whole: CloudWatch's are.
 * policies: callers that a resource policy or a function URL lets in. async: sums and highest values of the window, null
 * where not known, for the reason in asyncGaps. refused: the IAM action that CloudWatch's figures lack, if any. invokeConfigs: retries, age and destinations of asynchronous invocations by qualifier.
 * settingGaps: null where what is not named is known to be absent.
 */
export const TriggersResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  policies: FunctionDetail.shape.triggers,
  mappings: z.array(MappingDetail),
  async: z.object(AsyncCounts),
  asyncGaps: z.object({
    received: z.nullable(CountGap),
    dropped: z.nullable(CountGap),
    oldestMs: z.nullable(CountGap),
    destinationFailures: z.nullable(CountGap),
    deadLetterErrors: z.nullable(CountGap),
    recursionDropped: z.nullable(CountGap),
  }),
  refused: z.nullable(z.string()),
  iteratorAgeMs: Numeric,
  invokeConfigs: z.array(
    z.object({
      qualifier: z.nullable(z.string()),
      maximumRetries: Numeric,
      maximumEventAgeS: Numeric,
      onSuccess: z.nullable(z.string()),
      onFailure: z.nullable(z.string()),
    }),
  ),
  deadLetterArn: z.nullable(z.string()),
  settingGaps: z.object({
    policies: z.nullable(SettingGap),
    urls: z.nullable(SettingGap),
    mappings: z.nullable(SettingGap),
    invokeConfigs: z.nullable(SettingGap),
    deadLetter: z.nullable(SettingGap),
  }),
})
export type TriggersResponse = z.infer<typeof TriggersResponse>

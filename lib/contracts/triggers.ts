import * as z from 'zod/mini'
import { FunctionDetail } from '@/lib/contracts/function-detail'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'

export const TriggersRequest = z.strictObject({ ...WindowQuery, ...PlaceQuery })
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

/** metrics: known; not-enabled: the mapping's MetricsConfig does not name EventCount; not-known: not answered yet. */
export const MappingDetail = z.object({
  uuid: z.string(),
  source: z.string(),
  sourceArn: z.nullable(z.string()),
  qualifier: z.nullable(z.string()),
  state: z.nullable(z.string()),
  lastResult: z.nullable(z.string()),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  onFailure: z.nullable(z.string()),
  metrics: z.enum(['known', 'not-enabled', 'not-known']),
  funnel: EventFunnel,
})
export type MappingDetail = z.infer<typeof MappingDetail>

/**
 * policies: callers that a resource policy or a function URL lets in. async: sums and highest values of the window, null
 * where not known. invokeConfigs: retries, age and destinations of asynchronous invocations by qualifier.
 */
export const TriggersResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  policies: FunctionDetail.shape.triggers,
  mappings: z.array(MappingDetail),
  async: z.object({
    received: Numeric,
    dropped: Numeric,
    oldestMs: Numeric,
    destinationFailures: Numeric,
    deadLetterErrors: Numeric,
    recursionDropped: Numeric,
  }),
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
})
export type TriggersResponse = z.infer<typeof TriggersResponse>

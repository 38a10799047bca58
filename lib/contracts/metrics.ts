import * as z from 'zod/mini'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'

export const MetricsRequest = z.strictObject({
  ...WindowQuery,
  ...PlaceQuery,
  qualifier: z.optional(z.string()),
  periodMs: z.optional(z.coerce.number().check(z.int(), z.gte(60_000), z.multipleOf(60_000))),
})
export type MetricsRequest = z.infer<typeof MetricsRequest>

/**
 * points: one a period, oldest first. null: not asked, not answered, or not known from the source; 0: AWS answered that nothing happened
 * (sums only). source tells CloudWatch's own figure from what was read off the log lines; isEstimate: mixed from its minutes.
 */
export const MetricSeries = z.object({
  metric: z.string(),
  statistic: z.string(),
  unit: z.enum(['count', 'ms', 'mb', 'ratio']),
  source: z.enum(['cloudwatch', 'logs']),
  isEstimate: z.optional(z.boolean()),
  points: z.array(z.tuple([AtMs, Numeric])),
})
export type MetricSeries = z.infer<typeof MetricSeries>

export const MetricsResponse = z.object({ fromMs: AtMs, toMs: AtMs, periodMs: z.int(), series: z.array(MetricSeries) })
export type MetricsResponse = z.infer<typeof MetricsResponse>

import * as z from 'zod/mini'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'

export const LogQueryEstimateRequest = z.strictObject({ ...WindowQuery, ...PlaceQuery, functionName: z.string() })
export type LogQueryEstimateRequest = z.infer<typeof LogQueryEstimateRequest>

/**
 * What a query of a function's log group would scan and cost. isUpperBound: at most; AWS tells the size of a whole group
 * only. isPriceListed: by the region's own price; else by that of us-east-1, and the region may be dearer.
 */
export const LogQueryEstimate = z.object({
  accountId: z.string(),
  region: z.string(),
  logGroup: z.string(),
  bytes: Numeric,
  usd: Numeric,
  isUpperBound: z.boolean(),
  isPriceListed: z.boolean(),
})
export type LogQueryEstimate = z.infer<typeof LogQueryEstimate>

/** query: in the language of CloudWatch Logs Insights, whose 10,000 characters also hold the mark that it is sent with. */
export const AskLogQueryRequest = z.strictObject({
  query: z.string().check(z.minLength(1), z.maxLength(9_900)),
  functionName: z.string(),
  from: AtMs,
  to: AtMs,
  ...PlaceQuery,
})
export type AskLogQueryRequest = z.infer<typeof AskLogQueryRequest>

export const AskLogQueryResponse = z.object({ id: z.string() })
export type AskLogQueryResponse = z.infer<typeof AskLogQueryResponse>

/** rows: one cell for each of fields, at most 1,000; null for a field that a row does not have. usd: of what was scanned. */
export const LogQueryResult = z.object({
  id: z.string(),
  state: z.enum(['waiting', 'running', 'complete', 'failed']),
  detail: z.nullable(z.string()),
  query: z.string(),
  logGroup: z.string(),
  fields: z.array(z.string()),
  rows: z.array(z.array(z.nullable(z.string()))),
  scannedBytes: Numeric,
  usd: Numeric,
})
export type LogQueryResult = z.infer<typeof LogQueryResult>

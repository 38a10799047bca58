import * as z from 'zod/mini'
import { AtMs, ScopeQuery, WindowQuery } from '@/lib/contracts/primitives'
import { Coverage } from '@/lib/contracts/summary'

export const CoverageRequest = z.strictObject({ ...WindowQuery, ...ScopeQuery })
export type CoverageRequest = z.infer<typeof CoverageRequest>

/**
 * What the figures of all functions in scope rest on, the newest ten minutes left out. logs: of the functions of which log lines and CloudWatch's counts are
 * both known, as many as compared; traces: null in windows longer than 25 hours, over which traces are not counted.
 */
export const CoverageResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  functions: z.int(),
  compared: z.int(),
  coverage: Coverage,
})
export type CoverageResponse = z.infer<typeof CoverageResponse>

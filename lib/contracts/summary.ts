import * as z from 'zod/mini'
import { AtMs, Numeric, PlaceQuery, WindowQuery } from '@/lib/contracts/primitives'

export const SummaryRequest = z.strictObject({ ...WindowQuery, ...PlaceQuery, qualifier: z.optional(z.string()) })
export type SummaryRequest = z.infer<typeof SummaryRequest>

/** Why a source shows less than there is, and what to do about it. */
export const CoverageReason = z.object({
  code: z.string(),
  source: z.enum(['inventory', 'metrics', 'logs', 'traces']),
  message: z.string(),
  fix: z.nullable(z.string()),
})
export type CoverageReason = z.infer<typeof CoverageReason>

/** logs: invocations seen in log lines / Invocations metric; traces: sampled invocations / the same. null when either is unknown. */
export const Coverage = z.object({ logs: Numeric, traces: Numeric, reasons: z.array(CoverageReason) })
export type Coverage = z.infer<typeof Coverage>

/** The window is widened to whole minutes, which is what CloudWatch keeps: fromMs and toMs say what was counted. */
export const SummaryResponse = z.object({
  fromMs: AtMs,
  toMs: AtMs,
  invocations: Numeric,
  errors: Numeric,
  throttles: Numeric,
  fromLogs: z.object({
    invocations: Numeric,
    errors: Numeric,
    timeouts: Numeric,
    outOfMemory: Numeric,
    initErrors: Numeric,
    coldStarts: Numeric,
    billedMs: Numeric,
    maxMemoryUsedMb: Numeric,
    costUsd: Numeric,
  }),
  durationMs: z.object({ p50: Numeric, p95: Numeric, p99: Numeric, max: Numeric }),
  /** reserved and provisioned are those of now; is…Steady: that no change of them was noticed since the window began; heldFromMs: since when any would have been, null: not yet. */
  concurrency: z.object({
    max: Numeric,
    reserved: Numeric,
    provisioned: Numeric,
    isReservedSteady: z.boolean(),
    isProvisionedSteady: z.boolean(),
    heldFromMs: z.nullable(AtMs),
  }),
  /** What the versions that ran could use, as it was in the window: null where they differ or it was changed. null: log lines do not tell which ran. */
  limits: z.nullable(z.object({ timeoutS: Numeric, memoryMb: Numeric })),
  coverage: Coverage,
})
export type SummaryResponse = z.infer<typeof SummaryResponse>

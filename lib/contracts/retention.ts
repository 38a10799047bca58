import * as z from 'zod/mini'
import { RETENTION_LIMITS, type RetentionKind } from '@/lib/domain/retention'

function daysOf(kind: RetentionKind) {
  const { least, most } = RETENTION_LIMITS[kind]
  return z.int().check(z.gte(least), z.lte(most))
}

const DAYS = {
  logLines: daysOf('logLines'),
  invocations: daysOf('invocations'),
  traceDocuments: daysOf('traceDocuments'),
  traces: daysOf('traces'),
  metricPoints: daysOf('metricPoints'),
  minuteRollups: daysOf('minuteRollups'),
  hourRollups: daysOf('hourRollups'),
  syncRuns: daysOf('syncRuns'),
  apiUsage: daysOf('apiUsage'),
}

/** Days (UTC) for which each kind is kept beside the running one. */
export const RetentionResponse = z.object(DAYS)
export type RetentionResponse = z.infer<typeof RetentionResponse>

/** Kinds that are left out stay as they are. */
export const SaveRetentionRequest = z.partial(z.strictObject(DAYS))
export type SaveRetentionRequest = z.infer<typeof SaveRetentionRequest>

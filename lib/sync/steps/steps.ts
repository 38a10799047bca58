import { listMetricSeries } from '@/lib/sync/steps/list-metric-series'
import { syncFunctions } from '@/lib/sync/steps/sync-functions'
import { syncLogGroups } from '@/lib/sync/steps/sync-log-groups'
import { syncLogs } from '@/lib/sync/steps/sync-logs'
import { syncMetrics } from '@/lib/sync/steps/sync-metrics'
import type { SyncStep } from '@/lib/sync/sync-step'

const ALL = [syncFunctions, listMetricSeries, syncMetrics, syncLogGroups, syncLogs]

/** Every step of the pull by name. */
export const STEPS: ReadonlyMap<string, SyncStep> = new Map<string, SyncStep>(ALL.map((step) => [step.name, step]))

import { groupFailures } from '@/lib/sync/steps/group-failures'
import { listMetricSeries } from '@/lib/sync/steps/list-metric-series'
import { packLogs } from '@/lib/sync/steps/pack-logs'
import { prune } from '@/lib/sync/steps/prune'
import { rollUpTraceGraphs } from '@/lib/sync/steps/roll-up-trace-graphs'
import { runLogQueries } from '@/lib/sync/steps/run-log-queries'
import { syncFunctionDetails } from '@/lib/sync/steps/sync-function-details'
import { syncFunctions } from '@/lib/sync/steps/sync-functions'
import { syncLogGroups } from '@/lib/sync/steps/sync-log-groups'
import { syncLogs } from '@/lib/sync/steps/sync-logs'
import { syncMetrics } from '@/lib/sync/steps/sync-metrics'
import { syncTraceDocuments } from '@/lib/sync/steps/sync-trace-documents'
import { syncTraces } from '@/lib/sync/steps/sync-traces'
import type { SyncStep } from '@/lib/sync/sync-step'

const ALL = [
  syncFunctions,
  syncFunctionDetails,
  listMetricSeries,
  syncMetrics,
  syncLogGroups,
  syncLogs,
  syncTraces,
  syncTraceDocuments,
  rollUpTraceGraphs,
  groupFailures,
  packLogs,
  runLogQueries,
  prune,
]

/** Every step of the pull by name. */
export const STEPS: ReadonlyMap<string, SyncStep> = new Map<string, SyncStep>(ALL.map((step) => [step.name, step]))

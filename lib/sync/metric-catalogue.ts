/** Metric → statistics. Those of one metric are asked together: CloudWatch bills up to five of them as one. */
type Statistics = Readonly<Record<string, readonly string[]>>

const SUM = ['Sum'] as const
const HIGHEST = ['Maximum'] as const
const SPREAD = ['Average', 'Maximum'] as const

/** Kept of a function, of each way to call it (Resource), and of the versions behind a weighted alias. */
export const SET_STATISTICS: Statistics = {
  Invocations: SUM,
  Errors: SUM,
  Throttles: SUM,
  ConcurrentExecutions: HIGHEST,
  ProvisionedConcurrentExecutions: HIGHEST,
  ProvisionedConcurrencyUtilization: HIGHEST,
  ProvisionedConcurrencyInvocations: SUM,
  ProvisionedConcurrencySpilloverInvocations: SUM,
  UrlRequestCount: SUM,
  Url4xxCount: SUM,
  Url5xxCount: SUM,
  UrlRequestLatency: SPREAD,
  Duration: ['p50', 'p95', 'p99', 'Average', 'Maximum'],
}

/** Kept of the function as a whole: the ways to call it say no more of these. */
export const FUNCTION_STATISTICS: Statistics = {
  ...SET_STATISTICS,
  PostRuntimeExtensionsDuration: SPREAD,
  DeadLetterErrors: SUM,
  DestinationDeliveryFailures: SUM,
  AsyncEventsReceived: SUM,
  AsyncEventsDropped: SUM,
  AsyncEventAge: SPREAD,
  IteratorAge: HIGHEST,
  OffsetLag: HIGHEST,
  OversizedRecordCount: SUM,
  RecursiveInvocationsDropped: SUM,
  SignatureValidationErrors: SUM,
  CPUThrottles: SUM,
  MemoryThrottles: SUM,
  DiskThrottles: SUM,
  ConcurrencyThrottles: SUM,
  ApproximateRunningDurableExecutions: HIGHEST,
  ApproximateRunningDurableExecutionsUtilization: HIGHEST,
  DurableExecutionDuration: SPREAD,
  DurableExecutionStarted: SUM,
  DurableExecutionSucceeded: SUM,
  DurableExecutionFailed: SUM,
  DurableExecutionTimedOut: SUM,
  DurableExecutionStopped: SUM,
  DurableExecutionOperations: SUM,
  DurableExecutionStorageWrittenBytes: SUM,
}

export const ACCOUNT_STATISTICS: Statistics = {
  ConcurrentExecutions: HIGHEST,
  UnreservedConcurrentExecutions: HIGHEST,
  ClaimedAccountConcurrency: HIGHEST,
}

/** Of an event source mapping, by the group of its MetricsConfig that turns them on. */
export const MAPPING_STATISTICS = {
  EventCount: {
    PolledEventCount: SUM,
    FilteredOutEventCount: SUM,
    InvokedEventCount: SUM,
    FailedInvokeEventCount: SUM,
    DroppedEventCount: SUM,
    OnFailureDestinationDeliveredEventCount: SUM,
    DeletedEventCount: SUM,
    CommittedEventCount: SUM,
  },
  ErrorCount: {
    PollingErrorCount: SUM,
    InvokeErrorCount: SUM,
    OnFailureDestinationDeliveryErrorCount: SUM,
    SchemaRegistryErrorCount: SUM,
    CommitErrorCount: SUM,
  },
  KafkaMetrics: { MaxOffsetLag: HIGHEST, SumOffsetLag: HIGHEST },
} as const satisfies Readonly<Record<string, Statistics>>

/** Published by mappings whose pollers are provisioned, whatever their MetricsConfig. */
const POLLER_STATISTICS: Statistics = {
  ProvisionedPollers: HIGHEST,
  EventPollerUnit: HIGHEST,
  EventPollerThroughputInBytes: SUM,
}

export const ALL_MAPPING_STATISTICS: Statistics = {
  ...MAPPING_STATISTICS.EventCount,
  ...MAPPING_STATISTICS.ErrorCount,
  ...MAPPING_STATISTICS.KafkaMetrics,
  ...POLLER_STATISTICS,
}

/** Of managed instances: by capacity provider and instance type. */
export const PROVIDER_STATISTICS: Statistics = {
  CPUUtilization: SPREAD,
  MemoryUtilization: SPREAD,
  vCPUAvailable: HIGHEST,
  MemoryAvailable: HIGHEST,
  vCPUAllocated: HIGHEST,
  MemoryAllocated: HIGHEST,
}

/** Of the execution environments of one version on managed instances. */
export const ENVIRONMENT_STATISTICS: Statistics = {
  ExecutionEnvironmentConcurrency: HIGHEST,
  ExecutionEnvironmentConcurrencyLimit: HIGHEST,
  ExecutionEnvironmentCPUUtilization: SPREAD,
  ExecutionEnvironmentMemoryUtilization: SPREAD,
}

/** The counts that are known to be zero where CloudWatch has no such metric. */
export const COUNTS = ['Invocations', 'Errors', 'Throttles'] as const

/** The statistics that are kept of a metric; none of one that is not. */
export function statisticsOf(metric: string, statistics: Statistics): readonly string[] {
  return Object.hasOwn(statistics, metric) ? (statistics[metric] ?? []) : []
}

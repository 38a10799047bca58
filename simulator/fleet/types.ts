/** One function as the control plane knows it, in AWS's own field names where the wire serialises it. */
export type FleetFunction = {
  accountId: string
  region: string
  name: string
  /** FunctionConfiguration of $LATEST, with State and LastUpdateStatus (lists omit them). */
  configuration: Record<string, unknown>
  versions: FleetVersion[]
  /** As of now; scripted deployments change weights. */
  aliases: FleetAlias[]
  reservedConcurrency: number | null
  provisioned: ProvisionedConfig[]
  /** Of versions on managed instances. */
  scaling: ScalingConfig[]
  policies: { qualifier: string | null; document: Record<string, unknown> }[]
  /** Times in these and in the mappings are Dates; those of URLs are strings, as at AWS. */
  eventInvokeConfigs: Record<string, unknown>[]
  urls: Record<string, unknown>[]
  tags: Record<string, string>
  recursiveLoop: 'Terminate' | 'Allow'
  updateRuntimeOn: 'Auto' | 'FunctionUpdate' | 'Manual'
  /** What $LATEST runs on; null of a container image. */
  runtimeVersionArn: string | null
  eventSourceMappings: Record<string, unknown>[]
}

/** Something that the owners of a function did. */
export type FleetChange = { region: string; functionName: string; atMs: number; kind: string }

/** A published version. */
export type FleetVersion = { version: string; configuration: Record<string, unknown>; publishedAtMs: number }

/** An alias; `weights` are the additional version weights (empty when it routes to one version). */
export type FleetAlias = { name: string; version: string; weights: Record<string, number>; description: string }

/** How many execution environments a version on managed instances may have. */
export type ScalingConfig = { version: string; min: number; max: number }

/** Provisioned concurrency of one alias or version. */
export type ProvisionedConfig = {
  qualifier: string
  requested: number
  allocated: number
  available: number
  status: string
  lastModifiedMs: number
}

export type InvocationResult = 'success' | 'error' | 'timeout' | 'out-of-memory' | 'init-error'

/** One attempt of one request: what really happened. */
export type Invocation = {
  id: number
  region: string
  functionName: string
  /** What the caller named: null ($LATEST unqualified), an alias, or a version. */
  qualifier: string | null
  /** '$LATEST' or a number. */
  executedVersion: string
  requestId: string
  /** 0 first; async retries reuse requestId with attempt 1, 2. */
  attempt: number
  /** Integer ms, the instant of the START line; metrics are stamped with its minute. */
  startMs: number
  /** The instant of the REPORT line. */
  endMs: number
  initStartMs: number | null
  initMs: number | null
  restoreMs: number | null
  billedRestoreMs: number | null
  initializationType: 'on-demand' | 'provisioned-concurrency' | 'snap-start'
  /** An environment was made on demand for this call (provisioned environments are made beforehand: false). */
  coldStart: boolean
  durationMs: number
  billedMs: number
  memoryMb: number
  maxMemoryUsedMb: number
  result: InvocationResult
  errorType: string | null
  /** Log stream name. */
  environment: string
  /** '1-…' when sampled. */
  traceId: string | null
  provisioned: boolean
  spillover: boolean
  /** Event queued → invoked, asynchronous invocations only. */
  asyncAgeMs: number | null
  /** The DynamoDB table that took seconds to answer. */
  slowTable: string | null
}

/** A refused request: neither an invocation nor an error. */
export type Throttle = {
  region: string
  functionName: string
  qualifier: string | null
  executedVersion: string
  atMs: number
  reason: string
}

export type AsyncOutcome = {
  region: string
  functionName: string
  atMs: number
  kind: 'received' | 'dropped' | 'destination-failure' | 'dead-letter-error'
}

export type LogGroup = {
  region: string
  name: string
  createdAtMs: number
  retentionInDays: number | null
  class: 'STANDARD' | 'INFREQUENT_ACCESS'
}

/** `eventId`: 56-digit decimal, unique, increasing with (ingestion) order. */
export type LogEvent = { eventId: string; streamName: string; atMs: number; ingestionMs: number; message: string }

/** One state of one segment document (AWS document, epoch seconds as floats). */
export type TraceSegment = {
  traceId: string
  id: string
  document: Record<string, unknown>
  visibleAtMs: number
  revision: number
}

/** A trace with what of it is visible now. */
export type Trace = { traceId: string; startMs: number; updatedMs: number; segments: readonly TraceSegment[] }

/** Maxima within one minute of one region. Routes are named as callers name them, '$LATEST' when unqualified. */
export type ConcurrencyMinute = {
  account: number
  unreserved: number
  claimed: number
  byFunction: Map<string, { all: number; byQualifier: Map<string, number>; provisionedInUse: Map<string, number> }>
}

/** The account as it stands at `nowMs`: the single truth everything the simulator answers is derived from. */
export type World = {
  readonly seed: number
  readonly accountId: string
  readonly regions: readonly string[]
  readonly startMs: number
  readonly nowMs: number
  /** The regions whose traces go to the log group aws/spans, of which X-Ray shows few. */
  readonly transactionSearch: readonly string[]
  /** Monotonic; the same final state however the steps are cut. */
  advanceTo(atMs: number): void
  functions(region: string): readonly FleetFunction[]
  /** What was done to functions in a window, from exclusive, to inclusive, in the order of functions. */
  changes(region: string, fromMs: number, toMs: number): readonly FleetChange[]
  /** By startMs, from inclusive, to exclusive; includes those still running (endMs > nowMs). */
  invocations(region: string, functionName: string, fromMs: number, toMs: number): Iterable<Invocation>
  throttles(region: string, functionName: string, fromMs: number, toMs: number): Iterable<Throttle>
  asyncOutcomes(region: string, functionName: string, fromMs: number, toMs: number): Iterable<AsyncOutcome>
  concurrency(region: string, minuteMs: number): ConcurrencyMinute
  logGroups(region: string): readonly LogGroup[]
  /** From and to inclusive, ordered by (atMs, ingestionMs, eventId), only what is ingested by now; rendered lazily. */
  logEvents(region: string, group: string, fromMs: number, toMs: number): Iterable<LogEvent>
  /** Traces with an update (visible segment) in the window; only segments visible now. */
  traces(region: string, fromMs: number, toMs: number): Iterable<Trace>
  trace(region: string, traceId: string): readonly TraceSegment[]
}

/**
 * active: how many of the functions have traffic, all unless given. load: percent of the usual traffic, 100 unless given.
 * accountId: the first account's unless another is named. transactionSearch: regions, none unless named.
 */
export type WorldOptions = {
  seed: number
  functions: number
  active?: number
  load?: number
  hours: number
  nowMs: number
  accountId?: string
  transactionSearch?: readonly string[]
}

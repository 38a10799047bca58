import type { MinuteIndex } from '@/simulator/fleet/minute-index'
import type { Random } from '@/simulator/fleet/random'
import type { FunctionSpec, Step } from '@/simulator/fleet/specs/function-spec'
import type { AsyncOutcome, Invocation, Throttle } from '@/simulator/fleet/types'

/** What is planned to go wrong in one invocation. */
export type Failure = 'error' | 'timeout' | 'memory' | 'exit' | 'import'

/** What the init phase did when it did not simply succeed: ran out of its 10 s, or could not import the handler. */
export type InitTrouble = 'timeout' | 'import'

/** One step as it ran; times are epoch milliseconds with fractions. */
export type StepRun = {
  step: Step
  id: string
  inferredId: string
  startMs: number
  endMs: number
  outcome: 'ok' | 'fault' | 'error' | 'throttle' | 'cut'
  /** A real segment hangs below this step, so that X-Ray needs no inferred one. */
  continued: boolean
}

/** What a traced invocation adds to its trace. */
export type CallTrace = {
  record: TraceRecord
  hop: CallHop
  functionId: string
  initId: string
  invocationId: string
  overheadId: string
  exceptionId: string
  parentId: string
  steps: StepRun[]
}

/** One attempt of one invocation with what its log lines and segments are rendered from. */
export type Call = {
  invocation: Invocation
  fn: FunctionState
  /** Number within the function: the seed of everything rendered for it. */
  serial: number
  failure: Failure | null
  /** Which of the language's errors was thrown. */
  errorIndex: number
  initTrouble: InitTrouble | null
  /** How long the first, failed init took. */
  troubleMs: number
  /** Table that answered slowly. */
  slowTable: string | null
  /** Dependency that failed and was dealt with by the handler. */
  failedDependency: string | null
  trace: CallTrace | null
}

/** The API Gateway stage before a function. */
export type ApiHop = {
  kind: 'api'
  id: string
  lambdaSubsegmentId: string
  api: string
  method: string
  path: string
  startMs: number
  endMs: number
  status: number
}

/** A topic that passes a message on and records it. */
export type TopicHop = { kind: 'topic'; id: string; parentId: string; topic: string; startMs: number; endMs: number }

/** The Lambda service's own segment of one request, with every attempt that it made. */
export type CallHop = {
  kind: 'call'
  id: string
  parentId: string | null
  functionName: string
  qualifier: string | null
  region: string
  requestId: string
  startMs: number
  /** Asynchronous requests are answered at once and dwell in a queue. */
  asynchronous: boolean
  dwellId: string
  throttledAtMs: number | null
  calls: Call[]
  links: { traceId: string; id: string }[]
  messageIds: string[]
}

export type Hop = ApiHop | TopicHop | CallHop

/** One trace as it grows; its documents are rendered when asked for. */
export type TraceRecord = {
  traceId: string
  accountId: string
  region: string
  startMs: number
  random: Random
  hops: Hop[]
}

/** An execution environment: one log stream, one invocation at a time. */
export type Environment = {
  stream: string
  version: string
  madeAtMs: number
  /** The instant of its last REPORT; idle when this is past. */
  freeAtMs: number
  expiresAtMs: number
  idleMs: number
  memoryMb: number
  provisioned: boolean
}

/** An init that belongs to no invocation: provisioned environments are made beforehand. */
export type ProvisionedInit = { stream: string; version: string; atMs: number; initMs: number; serial: number }

/** Everything that changes about one function. */
export type FunctionState = {
  spec: FunctionSpec
  seedWord: number
  worldSeed: number
  /** Fractions of the history in scripted changes count from here. */
  historyStartMs: number
  historyMs: number
  serial: number
  environments: Environment[]
  calls: MinuteIndex<Call>
  throttles: MinuteIndex<Throttle>
  outcomes: MinuteIndex<AsyncOutcome>
  provisionedInits: MinuteIndex<ProvisionedInit>
  /** The longest that one invocation reached from its first to its last moment. */
  longestMs: number
}

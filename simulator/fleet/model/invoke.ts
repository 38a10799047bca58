import { type Acquired, acquireEnvironment, discardEnvironment } from '@/simulator/fleet/model/environments'
import { loggedErrorType, thrownError } from '@/simulator/fleet/model/error-catalog'
import { type Fate, rollFate } from '@/simulator/fleet/model/fate'
import type { Fleet } from '@/simulator/fleet/model/fleet'
import { weightsAt } from '@/simulator/fleet/model/function-state'
import { replaceProvisioned } from '@/simulator/fleet/model/provisioned'
import { reachOut } from '@/simulator/fleet/model/reach-out'
import type { Reply, Request } from '@/simulator/fleet/model/request'
import { type HandlerRun, roundHundredth, runHandler } from '@/simulator/fleet/model/run-handler'
import { memoryAt } from '@/simulator/fleet/model/scripted-changes'
import type { Call, FunctionState, InitTrouble, TraceRecord } from '@/simulator/fleet/model/state'
import { Random } from '@/simulator/fleet/random'
import { beginTrace, joinTrace, recordThrottle } from '@/simulator/fleet/traces/tracing'
import type { Invocation, InvocationResult } from '@/simulator/fleet/types'

const INIT_LIMIT_MS = 10_000

/** The init phase before an invocation; all null in a warm environment. */
type Init = {
  initMs: number | null
  restoreMs: number | null
  billedRestoreMs: number | null
  trouble: InitTrouble | null
  troubleMs: number
  /** From the first init line to START. */
  tookMs: number
}

/** Invokes a function now, with everything that its handler causes; a throttled request is recorded as that only. */
export function invoke(fleet: Fleet, asked: Request): Reply {
  const { fn, atMs } = asked
  fn.serial += 1
  const serial = fn.serial
  const random = new Random(fn.worldSeed, fn.seedWord, serial, 0)
  const version = resolveVersion(fn, asked.qualifier, atMs, random)
  const requestId = asked.requestId ?? random.uuid()
  const fate = rollFate(fn, version, random)
  const acquired = acquireEnvironment(fn, version, asked.qualifier, atMs, random)
  const trace = sampled(fleet, asked, fate, random)
  if (!acquired) {
    const reason = 'ReservedFunctionConcurrentInvocationLimitExceeded'
    const { name, region } = fn.spec
    fn.throttles.add({ region, functionName: name, qualifier: asked.qualifier, executedVersion: version, atMs, reason })
    const hop = trace ? recordThrottle(fleet, trace, asked, requestId) : null
    return { call: null, trace, hop, endMs: atMs + 2, ok: false }
  }
  // Promised until its end is known, whatever the handler causes meanwhile.
  acquired.environment.freeAtMs = Number.POSITIVE_INFINITY
  const init = rollInit(fn, acquired, version, fate, random)
  const startMs = atMs + random.int(1, 4) + init.tookMs
  const joined = trace ? joinTrace(trace, asked, requestId, atMs) : null
  const run = runHandler(fn, fate, random, startMs, trace, (step, stepAtMs, stepId) =>
    reachOut(fleet, fn, step, stepAtMs, { trace, stepId, functionSegmentId: joined?.functionId ?? '' }),
  )
  if (init.trouble) rerunInit(fn, init, run, random)
  const call: Call = {
    invocation: toInvocation(fleet, asked, { acquired, init, run, fate, version, requestId, startMs, trace }, random),
    fn,
    serial,
    failure: fate.failure === 'import' ? 'import' : run.ended,
    errorIndex: run.errorIndex,
    initTrouble: init.trouble,
    troubleMs: init.troubleMs,
    slowTable: run.slowTable,
    failedDependency: run.ended === null ? run.failedDependency : null,
    trace: joined ? { ...joined, steps: run.steps } : null,
  }
  settle(fleet, call, acquired)
  return { call, trace, hop: joined?.hop ?? null, endMs: call.invocation.endMs, ok: call.failure === null }
}

function resolveVersion(fn: FunctionState, qualifier: string | null, atMs: number, random: Random): string {
  if (qualifier === null) return '$LATEST'
  const alias = fn.spec.aliases.find((one) => one.name === qualifier)
  if (!alias) return qualifier
  let roll = random.next()
  for (const [version, weight] of Object.entries(weightsAt(fn, alias, atMs))) {
    if (roll < weight) return version
    roll -= weight
  }
  return alias.version
}

/** One call in ten is traced, every slow one, and more of the failing ones. */
function sampled(fleet: Fleet, asked: Request, fate: Fate, random: Random): TraceRecord | null {
  const chosen = random.chance(fate.slowStep >= 0 ? 1 : fate.failure !== null ? 0.35 : 0.1)
  if (!asked.fn.spec.tracing) return null
  if (asked.trace !== 'decide') return asked.trace
  return chosen ? beginTrace(fleet, asked.fn.spec.region, asked.queuedMs ?? asked.atMs, random) : null
}

function rollInit(fn: FunctionState, acquired: Acquired, version: string, fate: Fate, random: Random): Init {
  const init: Init = { initMs: null, restoreMs: null, billedRestoreMs: null, trouble: null, troubleMs: 0, tookMs: 0 }
  if (!acquired.made) return init
  const { spec } = fn
  const tookMs = roundHundredth(Math.min(random.logNormal(spec.initMs, 0.22), INIT_LIMIT_MS - 200))
  if (fate.failure === 'import') {
    return { ...init, trouble: 'import', troubleMs: tookMs, tookMs: Math.ceil(tookMs) + 4 }
  }
  if (random.chance(spec.initTimeoutChance)) {
    return { ...init, trouble: 'timeout', troubleMs: roundHundredth(random.between(9_980, 10_000)), tookMs: 10_006 }
  }
  if (spec.snapStart && version !== '$LATEST') {
    const restoreMs = roundHundredth(random.logNormal(340, 0.25))
    return { ...init, restoreMs, billedRestoreMs: Math.round(restoreMs * 0.46), tookMs: Math.ceil(restoreMs) + 3 }
  }
  return { ...init, initMs: tookMs, tookMs: Math.ceil(tookMs) + 2 }
}

/** A suppressed init runs again inside the invocation: its time is part of Duration, up to the timeout. */
function rerunInit(fn: FunctionState, init: Init, run: HandlerRun, random: Random): void {
  const againMs = init.trouble === 'import' ? init.troubleMs * random.between(1.1, 2) : random.between(4_000, 9_000)
  if (init.trouble === 'import') {
    run.durationMs = roundHundredth(againMs)
    return
  }
  for (const step of run.steps) {
    step.startMs += againMs
    step.endMs += againMs
  }
  run.durationMs = roundHundredth(Math.min(run.durationMs + againMs, fn.spec.timeoutS * 1000))
}

type Ran = {
  acquired: Acquired
  init: Init
  run: HandlerRun
  fate: Fate
  version: string
  requestId: string
  startMs: number
  trace: TraceRecord | null
}

function toInvocation(fleet: Fleet, asked: Request, ran: Ran, random: Random): Invocation {
  const { spec } = asked.fn
  const { init, run } = ran
  const { environment, made, spillover } = ran.acquired
  fleet.invocationCount += 1
  const memoryMb = memoryAt(asked.fn, ran.version, ran.startMs)
  const grown = environment.memoryMb + (random.chance(0.15) ? random.int(1, 4) : 0)
  environment.memoryMb = run.ended === 'memory' ? memoryMb : Math.min(grown, Math.floor(memoryMb * 0.93))
  const snapStart = spec.snapStart && ran.version !== '$LATEST'
  return {
    id: fleet.invocationCount,
    region: spec.region,
    functionName: spec.name,
    qualifier: asked.qualifier,
    executedVersion: ran.version,
    requestId: ran.requestId,
    attempt: asked.attempt,
    startMs: ran.startMs,
    endMs: ran.startMs + Math.ceil(run.durationMs),
    initStartMs: made ? ran.startMs - init.tookMs : null,
    initMs: init.initMs,
    restoreMs: init.restoreMs,
    billedRestoreMs: init.billedRestoreMs,
    initializationType: environment.provisioned ? 'provisioned-concurrency' : snapStart ? 'snap-start' : 'on-demand',
    coldStart: made,
    durationMs: run.durationMs,
    billedMs: Math.ceil(roundHundredth(run.durationMs + (init.initMs ?? 0) + (init.billedRestoreMs ?? 0))),
    memoryMb,
    maxMemoryUsedMb: environment.memoryMb,
    ...judge(asked.fn, ran.fate, run),
    environment: environment.stream,
    traceId: ran.trace?.traceId ?? null,
    provisioned: environment.provisioned,
    spillover,
    asyncAgeMs: asked.queuedMs === null ? null : ran.startMs - asked.queuedMs,
    slowTable: run.slowTable,
  }
}

function judge(fn: FunctionState, fate: Fate, run: HandlerRun): { result: InvocationResult; errorType: string | null } {
  const { spec } = fn
  if (fate.failure === 'import') {
    return {
      result: 'init-error',
      errorType: spec.format === 'JSON' ? 'ImportModuleError' : 'Runtime.ImportModuleError',
    }
  }
  switch (run.ended) {
    case null:
      return { result: 'success', errorType: null }
    case 'timeout':
      return { result: 'timeout', errorType: null }
    case 'memory':
      return {
        result: 'out-of-memory',
        errorType: spec.memoryKill === 'signal' ? 'Runtime.ExitError' : 'Runtime.OutOfMemory',
      }
    case 'exit':
      return { result: 'error', errorType: 'Runtime.ExitError' }
    case 'error':
      return { result: 'error', errorType: loggedErrorType(spec, thrownError(spec.language, run.errorIndex)) }
  }
}

function settle(fleet: Fleet, call: Call, acquired: Acquired): void {
  const { fn, invocation } = call
  acquired.environment.freeAtMs = invocation.endMs + 1
  fn.calls.add(call)
  fn.longestMs = Math.max(fn.longestMs, invocation.endMs - (invocation.initStartMs ?? invocation.startMs))
  if (call.trace) {
    call.trace.hop.calls.push(call)
    fleet.traces.noteCall(call.trace, call)
  }
  const dies = call.failure !== null && call.failure !== 'error'
  if (!dies) return
  discardEnvironment(fn, acquired.environment)
  if (acquired.environment.provisioned) replaceProvisioned(fleet, fn, acquired.environment, invocation.endMs + 200)
}

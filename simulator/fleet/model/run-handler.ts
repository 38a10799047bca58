import { isIncident } from '@/simulator/fleet/load-curve'
import { databaseErrorIndex } from '@/simulator/fleet/model/error-catalog'
import type { Fate } from '@/simulator/fleet/model/fate'
import type { FunctionState, StepRun, TraceRecord } from '@/simulator/fleet/model/state'
import type { Random } from '@/simulator/fleet/random'
import type { Step } from '@/simulator/fleet/specs/function-spec'

/** How a step that reaches another part of the fleet is carried out; answers when and how it ended. */
export type ReachOut = (step: Step, atMs: number, stepId: string) => ReachedOut
export type ReachedOut = { endMs: number; outcome: StepRun['outcome']; continued: boolean }

export type HandlerRun = {
  durationMs: number
  /** Null when it ended by itself. */
  ended: 'error' | 'timeout' | 'memory' | 'exit' | null
  steps: StepRun[]
  slowTable: string | null
  failedDependency: string | null
  /** Which of the language's errors was thrown. */
  errorIndex: number
}

const REACHES_FLEET: ReadonlySet<Step['kind']> = new Set(['lambda', 'sqs', 'sns', 'events'])

/** Runs a handler's steps one after another and says how long it took and how it ended. */
export function runHandler(
  fn: FunctionState,
  fate: Fate,
  random: Random,
  startMs: number,
  trace: TraceRecord | null,
  reachOut: ReachOut,
): HandlerRun {
  const { spec } = fn
  const limitMs = startMs + spec.timeoutS * 1000
  const run: HandlerRun = {
    durationMs: 0,
    ended: null,
    steps: [],
    slowTable: null,
    failedDependency: null,
    errorIndex: fate.errorIndex,
  }
  let atMs = startMs + random.logNormal(spec.ownMs, spec.sigma) * fate.slowness
  for (const [index, step] of spec.steps.entries()) {
    if (!fate.taken[index] || atMs >= limitMs) continue
    const id = trace?.random.hex(16) ?? ''
    const stepRun = runStep(step, index, id, atMs, { fate, random, reachOut, incident: isIncident(startMs) })
    if (fate.failure === 'timeout' && index === fate.failAt) stepRun.endMs = limitMs + 1
    if (fate.failure === 'error' && index === fate.failAt) stepRun.outcome = random.chance(0.5) ? 'fault' : 'error'
    if (index === fate.slowStep && step.kind === 'dynamodb') run.slowTable = step.table
    if (stepRun.outcome !== 'ok') run.failedDependency = dependencyName(step)
    atMs = stepRun.endMs + random.between(0.2, 1.5)
    run.steps.push({ ...stepRun, inferredId: trace?.random.hex(16) ?? '' })
    if (stepRun.outcome === 'fault' && step.kind === 'sql') {
      run.ended = 'error'
      run.errorIndex = databaseErrorIndex(spec.language) ?? fate.errorIndex
      break
    }
    if (index === fate.failAt && fate.failure !== null && fate.failure !== 'timeout') break
  }
  if (fate.failure === 'memory') atMs += random.logNormal(spec.ownMs * 3 + 120, 0.5)
  if (fate.failure === 'timeout') atMs = limitMs + 1
  atMs += random.between(0.9, 2.4)
  if (run.ended === null && fate.failure !== 'import') run.ended = fate.failure
  if (atMs >= limitMs) {
    run.ended = 'timeout'
    cutSteps(run.steps, limitMs)
  }
  run.durationMs = roundHundredth(Math.min(atMs, limitMs) - startMs)
  return run
}

type StepContext = { fate: Fate; random: Random; reachOut: ReachOut; incident: boolean }

function runStep(step: Step, index: number, id: string, atMs: number, context: StepContext): StepRun {
  const { fate, random } = context
  let endMs = atMs + random.logNormal(step.ms, 0.35) * fate.slowness
  let outcome: StepRun['outcome'] = 'ok'
  let continued = false
  if (index === fate.slowStep) endMs = atMs + random.between(1_950, 3_850)
  if (step.kind === 'sql' && step.incident && context.incident) {
    endMs = atMs + random.between(1_400, 9_500)
    if (random.chance(0.25)) outcome = 'fault'
  }
  if (step.kind === 'http' && random.chance(0.004)) outcome = random.chance(0.5) ? 'fault' : 'error'
  if (REACHES_FLEET.has(step.kind)) {
    const reached = context.reachOut(step, endMs, id)
    endMs = Math.max(endMs, reached.endMs)
    outcome = reached.outcome
    continued = reached.continued
  }
  return { step, id, inferredId: '', startMs: atMs, endMs, outcome, continued }
}

function cutSteps(steps: StepRun[], limitMs: number): void {
  for (const step of steps) {
    if (step.endMs <= limitMs) continue
    step.endMs = limitMs
    step.outcome = 'cut'
  }
}

/** What a log line calls the dependency. */
function dependencyName(step: Step): string {
  switch (step.kind) {
    case 'dynamodb':
      return `dynamodb:${step.table}`
    case 's3':
      return `s3:${step.bucket}`
    case 'lambda':
      return step.functionName
    case 'http':
      return step.host
    case 'sql':
      return `sql:${step.database}`
    case 'sqs':
      return step.queue
    case 'sns':
      return step.topic
    case 'events':
      return step.bus
    case 'secret':
      return step.secret
    case 'local':
      return step.name
  }
}

export function roundHundredth(value: number): number {
  return Math.round(value * 100) / 100
}

import { appLine, metricLine } from '@/simulator/fleet/logs/app-line'
import { importErrorLine, panicLine, unhandledErrorLine } from '@/simulator/fleet/logs/error-lines'
import type { LogLine } from '@/simulator/fleet/logs/log-line'
import { rollSubject, type Saying, tellStory } from '@/simulator/fleet/logs/stories'
import { endLines, initLines, initTroubleLine, startLine } from '@/simulator/fleet/logs/system-lines'
import type { Call } from '@/simulator/fleet/model/state'
import { Random } from '@/simulator/fleet/random'

/** Every line of one attempt in the order in which it was written. */
export function renderCall(call: Call): LogLine[] {
  const { invocation, fn } = call
  const random = new Random(fn.worldSeed, fn.seedWord, call.serial, 5)
  const lines = initLines(call)
  if (call.initTrouble !== null && invocation.initStartMs !== null) {
    const failedMs = invocation.initStartMs + Math.ceil(call.troubleMs)
    if (call.initTrouble === 'import') lines.push(importErrorLine(call, failedMs))
    lines.push(initTroubleLine(call, 'init', failedMs, call.troubleMs))
  }
  const start = startLine(call)
  if (start) lines.push(start)
  if (call.failure === 'import') {
    const againMs = Math.max(invocation.startMs, invocation.endMs - 1)
    lines.push(importErrorLine(call, againMs), initTroubleLine(call, 'invoke', againMs, invocation.durationMs))
  } else {
    lines.push(...applicationLines(call, random))
  }
  lines.push(...endLines(call))
  return lines
}

function applicationLines(call: Call, random: Random): LogLine[] {
  const { invocation, fn, failure } = call
  const subject = rollSubject(random)
  const sayings = tellStory(fn.spec.tags.team, random, subject)
  sayings.push(...troubles(call, random, subject.orderId))
  // What was cut short had said only what it reached.
  const spread = failure === null ? 1 : 0.6
  const told = failure === null ? sayings : sayings.slice(0, Math.max(1, sayings.length - 1))
  const lastMs = Math.max(invocation.startMs, invocation.endMs - 1)
  const at = (index: number) =>
    Math.min(lastMs, invocation.startMs + 1 + Math.floor((invocation.durationMs * spread * index) / (told.length + 1)))
  const lines = told.map((saying, index) => appLine(call, at(index), saying))
  if (fn.spec.powertools && failure === null) lines.push(metricLine(call, lastMs, 'processed', subject.items))
  if (failure === 'error') lines.push(unhandledErrorLine(call, lastMs))
  if (failure === 'exit') lines.push(panicLine(call, lastMs))
  return lines
}

/** Slow and failed dependencies that the handler dealt with: the latter at level ERROR, yet no function error. */
function troubles(call: Call, random: Random, orderId: string): Saying[] {
  const sayings: Saying[] = []
  if (call.slowTable !== null) {
    const tookMs = Math.round(call.invocation.durationMs * 0.93)
    sayings.push({ level: 'WARN', message: 'slow DynamoDB call', fields: { table: call.slowTable, tookMs, orderId } })
  }
  if (call.failedDependency !== null) {
    const fields = { dependency: call.failedDependency, orderId, answer: 502 }
    sayings.push({ level: 'ERROR', message: 'dependency failed, request declined', fields })
  } else if (random.chance(0.006)) {
    sayings.push({ level: 'ERROR', message: 'could not reach cache, going on without it', fields: { orderId } })
  }
  return sayings
}

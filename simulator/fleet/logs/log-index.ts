import { runtimeVersion } from '@/simulator/fleet/control/runtime-facts'
import type { LogLine } from '@/simulator/fleet/logs/log-line'
import { renderCall } from '@/simulator/fleet/logs/render-call'
import { extensionLine } from '@/simulator/fleet/logs/system-lines'
import { jsonProvisionedInit } from '@/simulator/fleet/logs/system-lines-json'
import type { Fleet } from '@/simulator/fleet/model/fleet'
import type { Call, FunctionState, ProvisionedInit } from '@/simulator/fleet/model/state'
import { Random } from '@/simulator/fleet/random'
import type { LogEvent, LogGroup } from '@/simulator/fleet/types'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Lines of an init precede START by at most this. */
const INIT_LEAD_MS = 15_000
/** Crash lines follow REPORT by at most this. */
const TAIL_MS = 1_000
const LATE_CHANCE = 0.005
/** What an event ID holds beside the time of its event. */
const OWN_BITS = 144n

/** The events of a group between two instants, in AWS's order; rendered minute by minute as they are read. */
export function* logEvents(
  fleet: Fleet,
  region: string,
  group: string,
  fromMs: number,
  toMs: number,
  nowMs: number,
): Generator<LogEvent> {
  const functions = fleet.functions.filter((fn) => fn.spec.region === region && fn.spec.logGroup === group)
  const reachMs = Math.max(0, ...functions.map((fn) => fn.longestMs)) + TAIL_MS
  const lastMs = Math.min(toMs, nowMs)
  const firstMinute = Math.floor(Math.max(fromMs - reachMs, fleet.startMs - DAY_MS) / MINUTE_MS)
  const lastMinute = Math.floor((lastMs + INIT_LEAD_MS) / MINUTE_MS)
  let pending: LogEvent[] = []
  for (let minute = firstMinute; minute <= lastMinute; minute += 1) {
    for (const fn of functions) {
      for (const event of eventsOfMinute(fn, minute, fromMs)) {
        if (event.atMs >= fromMs && event.atMs <= lastMs && event.ingestionMs <= nowMs) pending.push(event)
      }
    }
    // Calls of later minutes can still bring init lines up to the lead before them.
    const settledMs = minute === lastMinute ? Number.POSITIVE_INFINITY : (minute + 1) * MINUTE_MS - INIT_LEAD_MS
    pending.sort(compareEvents)
    const open = pending.findIndex((event) => event.atMs >= settledMs)
    yield* open === -1 ? pending : pending.slice(0, open)
    pending = open === -1 ? [] : pending.slice(open)
  }
}

function* eventsOfMinute(fn: FunctionState, minute: number, fromMs: number): Generator<LogEvent> {
  for (const init of fn.provisionedInits.minute(minute)) yield* provisionedEvents(fn, init)
  for (const call of fn.calls.minute(minute)) {
    if (call.invocation.endMs + TAIL_MS < fromMs) continue
    yield* callEvents(call)
  }
}

function compareEvents(a: LogEvent, b: LogEvent): number {
  return a.atMs - b.atMs || a.ingestionMs - b.ingestionMs || (a.eventId < b.eventId ? -1 : 1)
}

function callEvents(call: Call): LogEvent[] {
  const random = new Random(call.fn.worldSeed, call.fn.seedWord, call.serial, 6)
  return toEvents(renderCall(call), call.invocation.environment, call.invocation.id, random)
}

function provisionedEvents(fn: FunctionState, init: ProvisionedInit): LogEvent[] {
  const { spec } = fn
  const random = new Random(fn.worldSeed, fn.seedWord, init.serial, 7)
  const runtime = runtimeVersion(spec)
  const lines: LogLine[] =
    spec.format === 'JSON'
      ? jsonProvisionedInit(spec, init.version, init.stream, init.atMs, init.initMs)
      : runtime
        ? [
            {
              atMs: init.atMs,
              message: `INIT_START Runtime Version: ${runtime.name}\tRuntime Version ARN: ${runtime.arn}\n`,
            },
          ]
        : []
  if (spec.extension) lines.push(extensionLine(spec, init.atMs + Math.ceil(init.initMs)))
  return toEvents(lines, init.stream, 900_000_000 + init.serial, random)
}

/**
 * Lines of one instant are delivered together: mostly within seconds, a few minutes late. Ids are AWS's: the time of the
 * event shifted by 144 bits, and here after it what grows with delivery and, within that, with the order of writing.
 */
function toEvents(lines: LogLine[], streamName: string, serial: number, random: Random): LogEvent[] {
  const owner = String(serial).padStart(10, '0')
  const tail = Array.from({ length: 4 }, () => String(random.int(0, 9_999))[0]).join('')
  let deliveredMs = 0
  let atMs = Number.NaN
  return lines.map((line, index) => {
    if (line.atMs !== atMs) {
      atMs = line.atMs
      deliveredMs = atMs + random.int(500, 5_000) + (random.chance(LATE_CHANCE) ? random.int(60_000, 360_000) : 0)
    }
    const order = String(index).padStart(4, '0')
    return {
      eventId: String((BigInt(atMs) << OWN_BITS) | BigInt(`${deliveredMs}${owner}${order}${tail}`)),
      streamName,
      atMs,
      ingestionMs: deliveredMs,
      message: line.message,
    }
  })
}

const ARCHIVE = '/shop/archived-receipts'
const RETENTION_DAYS = [14, 30, 7, null] as const

/** Groups that exist: of every function that has ever written, and an old one of a class that cannot be read. */
export function logGroupsOf(fleet: Fleet, region: string, nowMs: number): LogGroup[] {
  const groups = new Map<string, LogGroup>()
  for (const { spec, calls, seedWord } of fleet.functions) {
    if (spec.region !== region || groups.has(spec.logGroup)) continue
    if (spec.tags.idle && calls.range(0, nowMs).next().done) continue
    groups.set(spec.logGroup, {
      region,
      name: spec.logGroup,
      createdAtMs: fleet.startMs - 80 * DAY_MS,
      retentionInDays: RETENTION_DAYS[(seedWord >>> 0) % RETENTION_DAYS.length] ?? null,
      class: spec.logClass,
    })
  }
  if (region === 'eu-west-1' && !groups.has(ARCHIVE)) {
    const createdAtMs = fleet.startMs - 400 * DAY_MS
    groups.set(ARCHIVE, { region, name: ARCHIVE, createdAtMs, retentionInDays: null, class: 'INFREQUENT_ACCESS' })
  }
  return [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

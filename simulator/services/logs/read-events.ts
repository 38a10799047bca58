import type { LogEvent } from '@/simulator/fleet/types'
import type { OperationContext } from '@/simulator/wire/operation-context'

/** A place between events: time, ingestion time and id, which is the order that FilterLogEvents reads in. */
export type LogPosition = { a: number; i: number; e: string }

/** Both bounds inclusive; `from` is the event that was read last, itself left out. */
export type LogRange = { group: string; fromMs: number; toMs: number; from: LogPosition | null }

const chunkMs = 10 * 60_000

export function positionOf({ atMs, ingestionMs, eventId }: LogEvent): LogPosition {
  return { a: atMs, i: ingestionMs, e: eventId }
}

function compareToPosition(event: LogEvent, { a, i, e }: LogPosition): number {
  return event.atMs - a || event.ingestionMs - i || (event.eventId < e ? -1 : event.eventId > e ? 1 : 0)
}

/** Oldest first. */
export function* readForward({ world, region }: OperationContext, range: LogRange): Generator<LogEvent> {
  const { group, fromMs, toMs, from } = range
  for (const event of world.logEvents(region, group, Math.max(fromMs, from?.a ?? fromMs), toMs)) {
    if (from === null || compareToPosition(event, from) > 0) yield event
  }
}

/** Newest first, some minutes at a time so that a page never holds the whole range. */
export function* readBackward({ world, region }: OperationContext, range: LogRange): Generator<LogEvent> {
  const { group, fromMs, toMs, from } = range
  const oldestMs = Math.max(fromMs, world.startMs - chunkMs)
  for (let endMs = Math.min(toMs, from?.a ?? toMs); endMs >= oldestMs; endMs -= chunkMs) {
    const startMs = Math.max(oldestMs, endMs - chunkMs + 1)
    for (const event of [...world.logEvents(region, group, startMs, endMs)].reverse()) {
      if (from === null || compareToPosition(event, from) < 0) yield event
    }
  }
}

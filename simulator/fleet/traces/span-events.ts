import type { Fleet } from '@/simulator/fleet/model/fleet'
import { hashText } from '@/simulator/fleet/random'
import { renderTrace } from '@/simulator/fleet/traces/render-trace'
import { type SpanRecord, spanRecords } from '@/simulator/fleet/traces/span-record'
import type { LogEvent } from '@/simulator/fleet/types'

/** Where the spans of a region go once Transaction Search is on. */
export const SPANS_GROUP = 'aws/spans'

/** A span is written with its whole segment: an asynchronous request's only after its last attempt. */
const REACH_MS = 30 * 60_000

/** The spans that ended between two instants, both included, as events of the group aws/spans: dated by their end. */
export function spanEvents(fleet: Fleet, region: string, fromMs: number, toMs: number, nowMs: number): LogEvent[] {
  const events: LogEvent[] = []
  for (const record of fleet.traces.updated(region, fromMs, Math.min(nowMs, toMs + REACH_MS))) {
    for (const { document, visibleAtMs } of renderTrace(record, nowMs)) {
      for (const span of spanRecords(document, fleet.accountId)) {
        const event = toEvent(span, visibleAtMs)
        if (event.atMs >= fromMs && event.atMs <= toMs && event.ingestionMs <= nowMs) events.push(event)
      }
    }
  }
  return events.sort((a, b) => a.atMs - b.atMs || a.ingestionMs - b.ingestionMs || (a.eventId < b.eventId ? -1 : 1))
}

function toEvent({ spanId, startMs, endMs, inProgress, message }: SpanRecord, visibleAtMs: number): LogEvent {
  const atMs = Math.floor(inProgress ? startMs : endMs)
  const digits = [`${spanId} a`, `${spanId} b`].map((text) => String(hashText(text) >>> 0).padStart(10, '0')).join('')
  return {
    eventId: `3${String(atMs).padStart(14, '0')}${digits}${inProgress ? '0' : '1'}`.padEnd(56, '0'),
    streamName: 'default',
    atMs,
    ingestionMs: Math.ceil(visibleAtMs),
    message,
  }
}

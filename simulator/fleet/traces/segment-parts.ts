import { hexOf, uuidOf } from '@/simulator/fleet/control/runtime-facts'

export type Document = Record<string, unknown>

/** Epoch seconds with microseconds, as X-Ray stores them. */
function seconds(atMs: number): number {
  return Math.round(atMs * 1000) / 1_000_000
}

/** Start and end, or start and in_progress while the end is not known. */
export function span(startMs: number, endMs: number | null): Document {
  return endMs === null
    ? { start_time: seconds(startMs), in_progress: true }
    : { start_time: seconds(startMs), end_time: seconds(Math.max(startMs, endMs)) }
}

/** X-Ray's flags of an HTTP status: 4xx error, 429 throttle as well, 5xx fault. */
export function statusFlags(status: number): Document {
  if (status === 429) return { error: true, throttle: true }
  if (status >= 500) return { fault: true }
  return status >= 400 ? { error: true } : {}
}

export function awsRequestId(id: string): string {
  return uuidOf(`request ${id}`)
}

/** The ID that a queue gives to what a call sent. */
export function messageId(callId: string): string {
  return uuidOf(`message ${callId}`)
}

/** Ids that hang together with another one. */
export function derivedId(id: string, what: string): string {
  return hexOf(`${id} ${what}`, 16)
}

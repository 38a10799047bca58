import type { StoredLine } from '@/lib/server/blocks/log-block'

/** A stored line without what only folding asks for. */
export type FoundLine = Omit<StoredLine, 'foldable'>

/** A place in the order of lines, newest first. Lines after it in that order are older. */
export type LinePosition = { atMs: number; streamId: number; eventId: Buffer }

const NOTHING = Buffer.alloc(0)

/** The place before all lines that are older than a moment. */
export function beforeMoment(atMs: number): LinePosition {
  return { atMs, streamId: 0, eventId: NOTHING }
}

/** Newest first. */
export function compareNewest(left: LinePosition, right: LinePosition): number {
  return right.atMs - left.atMs || right.streamId - left.streamId || Buffer.compare(right.eventId, left.eventId)
}

/** An opaque name of a line, by which it is found again. */
export function logLineId({ streamId, atMs, eventId }: LinePosition): string {
  return `${streamId.toString(36)}-${atMs.toString(36)}-${eventId.toString('hex')}`
}

/** The place that logLineId names; null for what names none. */
export function parseLogLineId(id: string): LinePosition | null {
  const match = /^([0-9a-z]{1,6})-([0-9a-z]{1,9})-((?:[0-9a-f]{2}){1,200})$/.exec(id)
  const [, stream = '', at = '', event = ''] = match ?? []
  const streamId = Number.parseInt(stream, 36)
  if (match === null || streamId > 2 ** 31 - 1) return null
  return { streamId, atMs: Number.parseInt(at, 36), eventId: Buffer.from(event, 'hex') }
}

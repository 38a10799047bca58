import { createHash } from 'node:crypto'
import { parseLogLine } from '@/lib/domain/logs/parse-log-line'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'

const DIGITS = 54
const RANKS: Readonly<Record<string, number>> = {
  'init-start': 0,
  'restore-start': 0,
  extension: 1,
  'init-report': 1,
  'restore-report': 1,
  start: 2,
  end: 7,
  report: 8,
  crash: 9,
}
const BETWEEN = 5

/**
 * Gives events that came without an event ID one that follows from their content alone, so that reading them again
 * changes nothing: stream, instant and text, and how many like it came before. It has AWS's form, and orders the lines
 * of one instant as Lambda writes them. seen: how many of each were given before, where an instant comes in parts.
 */
export function deriveEventIds(
  events: readonly Omit<LogEventRecord, 'eventId'>[],
  seen = new Map<string, number>(),
): LogEventRecord[] {
  return events.map((event) => {
    const content = JSON.stringify([event.streamName, event.atMs, event.message])
    const ordinal = seen.get(content) ?? 0
    seen.set(content, ordinal + 1)
    const hash = createHash('sha256').update(`${content}${ordinal}`).digest('hex')
    const digits = BigInt(`0x${hash}`).toString().slice(0, DIGITS).padStart(DIGITS, '0')
    return { ...event, eventId: `9${RANKS[parseLogLine(event.message).kind] ?? BETWEEN}${digits}` }
  })
}

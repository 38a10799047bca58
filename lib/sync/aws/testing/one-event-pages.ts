import type { Answer } from '@/lib/sync/aws/testing/answering-aws'

const PAGE_MS = 10_000
const LOG_STREAM = `2026/11/20/[1]${'0'.repeat(32)}`

/** What FilterLogEvents answers of a log group with an event every ten seconds, each on a page of its own. */
export function pageOfOneEvent(input: Readonly<Record<string, unknown>>, message: string): Answer {
  const { nextToken: token, startTime, endTime } = input
  const atMs = typeof token === 'string' ? Number(token) : Math.ceil(Number(startTime) / PAGE_MS) * PAGE_MS
  const event = { timestamp: atMs, logStreamName: LOG_STREAM, message, eventId: String(BigInt(atMs) << 144n) }
  const isLast = atMs + PAGE_MS > Number(endTime)
  return { events: atMs > Number(endTime) ? [] : [event], ...(isLast ? {} : { nextToken: String(atMs + PAGE_MS) }) }
}

import type pg from 'pg'
import type { JsonObject } from '@/lib/domain/json-value'
import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { storeTraceGraphs } from '@/lib/sync/store/store-trace-graphs'

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
/** Noon, so that days and hours begin around it. */
export const T0 = Date.UTC(2026, 10, 20, 12)

export type TraceToStore = { number: number; atMs: number; documents?: JsonObject[] }

export const idOf = (number: number) => `1-691f3210-${String(number).padStart(24, '0')}`

/** The function fn, which sends to the queue mail. */
export function documentsOf(atMs: number, { fault = false, links = [] as JsonObject[] } = {}): JsonObject[] {
  const [start_time, end_time] = [atMs / 1000, (atMs + 100) / 1000]
  const aws = { operation: 'SendMessage', queue_url: 'x/mail' }
  const call = { id: 'call', name: 'SQS', namespace: 'aws', start_time, end_time, aws }
  const own = { id: 'a', name: 'fn', origin: 'AWS::Lambda::Function', start_time, end_time }
  return [{ ...own, fault, links, subsegments: [call] }]
}

/** Stores the graphs of traces as the pull does. */
export async function storeGraphs(
  { pool }: { pool: pg.Pool },
  traces: readonly TraceToStore[],
  placeId = 1,
): Promise<void> {
  const client = await pool.connect()
  try {
    const drawn = traces.map(({ number, atMs, documents }) => {
      return { id: idOf(number), startedAtMs: atMs, segments: parseSegments(documents ?? documentsOf(atMs)) }
    })
    await inTransaction(client, () => storeTraceGraphs(client, placeId, drawn))
  } finally {
    client.release()
  }
}

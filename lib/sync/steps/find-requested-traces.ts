import { parseSegments } from '@/lib/domain/traces/parse-segment'
import { summariseTrace } from '@/lib/domain/traces/summarise-trace'
import { selectRows } from '@/lib/server/db'
import { AwsFailure, type AwsFailureKind } from '@/lib/sync/aws/aws-failure'
import { MOST_TRACES, type TraceBatch, type TraceDocuments } from '@/lib/sync/aws/batch-get-traces'
import { retrieveTraces } from '@/lib/sync/aws/retrieve-traces'
import { readTraceBatch } from '@/lib/sync/steps/read-trace-batch'
import { addTraces } from '@/lib/sync/store/add-traces'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'
import type { StepRun } from '@/lib/sync/sync-step'
import type { TimeRange } from '@/lib/sync/time-ranges'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** X-Ray keeps traces for 30 days. */
const KEPT_MS = 30 * DAY_MS
const REFUSALS: ReadonlySet<AwsFailureKind> = new Set<AwsFailureKind>(['denied', 'unavailable', 'gone', 'other'])
/* In no order, so that those that AWS never answers keep no other waiting. */
const WAITING = `
  SELECT trace_id AS id FROM trace_request WHERE account_region_id = $1 AND answered_at IS NULL
  ORDER BY random() LIMIT $2`
const ANSWER = 'UPDATE trace_request SET answered_at = $3 WHERE account_region_id = $1 AND trace_id = ANY($2)'

/**
 * Reads a few traces that somebody asked for by ID and that are not stored, from CloudWatch Logs where the region's
 * traces go there. One that AWS does not know is answered by that; one that it does not tell of is asked for again. Returns
 * how many were found. Throws AwsFailure.
 */
export async function findRequestedTraces(run: StepRun, toSpans: boolean): Promise<number> {
  const { pool, lease, place, nowMs } = run
  const waiting = await selectRows<{ id: string }>(pool, WAITING, [place.id, MOST_TRACES])
  if (waiting.length === 0) return 0
  const ids = waiting.map(({ id }) => id)
  const { traces: read, unprocessedIds } = toSpans ? await retrieveEach(run, ids) : await readAll(run, ids)
  const found = read.flatMap((documents) => {
    const startedAtMs = startOf(documents, nowMs)
    if (startedAtMs === null) return []
    return [readTrace({ id: documents.id, revision: 0, isPartial: false, startedAtMs }, documents)]
  })
  for (const { startedAtMs } of found) {
    await ensurePartitions(pool, TRACE_TABLES, {
      fromMs: startedAtMs,
      toMs: startedAtMs,
    })
  }
  const traces = found.map(({ due, startedAtMs }) => ({ id: due.id, startedAtMs }))
  await inTransaction(lease, async () => {
    await addTraces(lease, place.id, traces)
    await storeTraceDocuments(lease, place.id, found, nowMs)
    await lease.query(ANSWER, [place.id, ids.filter((id) => !unprocessedIds.includes(id)), new Date(nowMs)])
  })
  return found.length
}

async function readAll({ aws }: StepRun, ids: readonly string[]): Promise<TraceBatch> {
  return (await unlessRefused(() => readTraceBatch(aws, ids))) ?? { traces: [], unprocessedIds: [...ids] }
}

/** Each with the window that its ID tells, so that a foreign ID does not widen the others'. */
async function retrieveEach({ aws, nowMs }: StepRun, ids: readonly string[]): Promise<TraceBatch> {
  const batch: TraceBatch = { traces: [], unprocessedIds: [] }
  for (const id of ids) {
    const traces = await unlessRefused(() => retrieveTraces(aws, [id], windowOf(id, nowMs)))
    if (traces === null) batch.unprocessedIds.push(id)
    else batch.traces.push(...traces)
  }
  return batch
}

/** Null when it is refused, which tells nothing of a trace: the next run asks again, and nobody's other traces wait for it. */
async function unlessRefused<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AwsFailure && REFUSALS.has(error.kind)) return null
    throw error
  }
}

/** An ID of X-Ray begins with the second of its trace; one that OpenTelemetry made may not, and is sought in the last day. */
function windowOf(id: string, nowMs: number): TimeRange {
  const startMs = Number.parseInt(id.slice(2, 10), 16) * 1000
  const isBelieved = startMs <= nowMs && startMs > nowMs - KEPT_MS
  return isBelieved
    ? { fromMs: startMs - HOUR_MS, toMs: Math.min(nowMs, startMs + DAY_MS) }
    : { fromMs: nowMs - DAY_MS, toMs: nowMs }
}

/** When the documents say that the trace began; null for one without a document, or of another age than can be kept. */
function startOf({ segments }: TraceDocuments, nowMs: number): number | null {
  const parsed = parseSegments(segments.map(({ document }) => document))
  if (parsed.length === 0) return null
  const startMs = Math.round(summariseTrace(parsed).startMs)
  return startMs > nowMs - KEPT_MS - DAY_MS && startMs < nowMs + DAY_MS ? startMs : null
}

import { selectRows } from '@/lib/server/db'
import { MOST_TRACES, type TraceBatch } from '@/lib/sync/aws/batch-get-traces'
import { MOST_RETRIEVED, retrieveTraces } from '@/lib/sync/aws/retrieve-traces'
import { findRequestedTraces } from '@/lib/sync/steps/find-requested-traces'
import { readTraceBatch } from '@/lib/sync/steps/read-trace-batch'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { fillTraceFacts } from '@/lib/sync/store/fill-trace-facts'
import { holdTraces } from '@/lib/sync/store/hold-traces'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { type DueTrace, nextFetch, readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 30_000
const TRACES_PER_RUN = 200
const UNPROCESSED_DELAY_MS = 5_000
const IN_FLIGHT = 3
const AROUND_MS = 3_600_000
/** Batches of traces of an earlier version, about a second of work. */
const FILLS_PER_RUN = 10
const TO_SPANS = `
  SELECT (cursor ->> 'toSpans')::bool AS "toSpans" FROM sync_state WHERE account_region_id = $1 AND step = 'traces'`
const DUE = `
  SELECT id, revision, is_partial AS "isPartial", (extract(epoch FROM started_at) * 1000)::float8 AS "startedAtMs"
  FROM trace WHERE account_region_id = $1 AND fetch_after <= $2 ORDER BY started_at DESC, id LIMIT $3`
/* Of each trace only as long as X-Ray has said nothing newer of it. fetch_after NULL: it is given up. */
const POSTPONE = `
  UPDATE trace t SET fetch_after = r.fetch_after,
    fetched_at = CASE WHEN r.fetch_after IS NULL THEN $3 ELSE t.fetched_at END
  FROM jsonb_to_recordset($2::jsonb) AS r(id text, started_at timestamptz, revision int4, is_partial bool, fetch_after timestamptz)
  WHERE t.account_region_id = $1 AND t.id = r.id AND t.started_at = r.started_at AND t.revision = r.revision AND t.is_partial = r.is_partial`
/* Only what is still to be read: the whole table grows for weeks. */
const COUNT = `
  SELECT count(*)::int AS waiting, count(*) FILTER (WHERE fetch_after <= $2)::int AS due
  FROM trace WHERE account_region_id = $1 AND fetch_after IS NOT NULL`

/**
 * Reads the documents of traces that are new, grew, or were partial, newest first. All documents of a trace are replaced
 * in one transaction; one that is partial is read again at growing distances until it is complete or an hour old.
 */
export const syncTraceDocuments: SyncStep = {
  name: 'trace-documents',
  kind: 'traces',
  deadlineMs: 3 * 60_000,
  async run(run) {
    const { pool, place, nowMs } = run
    const toSpans = await goesToSpans(run)
    let rows = await findRequestedTraces(run, toSpans)
    const due = await selectRows<DueTrace>(pool, DUE, [place.id, new Date(nowMs), TRACES_PER_RUN])
    const most = toSpans ? MOST_RETRIEVED : MOST_TRACES
    const batches: DueTrace[][] = []
    for (let at = 0; at < due.length; at += most) batches.push(due.slice(at, at + most))
    for (let at = 0; at < batches.length; at += IN_FLIGHT) {
      const reads = await Promise.all(
        batches.slice(at, at + IN_FLIGHT).map((batch) => (toSpans ? retrieveBatch(run, batch) : readBatch(run, batch))),
      )
      rows += await storeReads(run, reads)
    }
    const [count] = await selectRows<{ waiting: number; due: number }>(pool, COUNT, [place.id, new Date(nowMs)])
    const isMore = (await fillOlder(run)) || (count?.due ?? 0) > 0
    const nextRunAtMs = isMore ? nowMs : nowMs + EVERY_MS
    return { state: 'ok', detail: null, nextRunAtMs, rows, done: rows, total: rows + (count?.waiting ?? 0) }
  },
}

/** Traces that were stored by an earlier version cannot be filtered by what their documents say. True while there are more. */
async function fillOlder({ lease, place, signal }: StepRun): Promise<boolean> {
  for (let fills = 0; fills < FILLS_PER_RUN && !signal.aborted; fills += 1) {
    const { isMore } = await fillTraceFacts(lease, place.id)
    if (!isMore) return false
  }
  return true
}

type BatchRead = { due: DueTrace[]; answer: TraceBatch }

/** Of a region whose traces go to CloudWatch Logs, X-Ray's own answer holds few: the others have to be retrieved. */
async function goesToSpans({ pool, place }: StepRun): Promise<boolean> {
  const [row] = await selectRows<{ toSpans: boolean | null }>(pool, TO_SPANS, [place.id])
  return row?.toSpans === true
}

async function retrieveBatch({ aws }: StepRun, due: DueTrace[]): Promise<BatchRead> {
  const starts = due.map(({ startedAtMs }) => startedAtMs)
  const window = {
    fromMs: starts.reduce((a, b) => Math.min(a, b)) - AROUND_MS,
    toMs: starts.reduce((a, b) => Math.max(a, b)) + AROUND_MS,
  }
  const ids = due.map(({ id }) => id)
  return { due, answer: { traces: await retrieveTraces(aws, ids, window), unprocessedIds: [] } }
}

async function readBatch({ aws }: StepRun, due: DueTrace[]): Promise<BatchRead> {
  const ids = due.map(({ id }) => id)
  return { due, answer: await readTraceBatch(aws, ids) }
}

async function storeReads({ lease, pool, place, nowMs }: StepRun, reads: readonly BatchRead[]): Promise<number> {
  const due = reads.flatMap((read) => read.due)
  const byId = new Map(due.map((trace) => [trace.id, trace]))
  const unprocessedIds = new Set(reads.flatMap(({ answer }) => answer.unprocessedIds))
  const traces = reads.flatMap(({ answer }) =>
    answer.traces.flatMap((documents) => {
      const trace = byId.get(documents.id)
      return trace === undefined ? [] : [readTrace(trace, documents)]
    }),
  )
  for (const { startedAtMs } of traces) {
    await ensurePartitions(pool, TRACE_TABLES, {
      fromMs: startedAtMs,
      toMs: startedAtMs,
    })
  }
  const answered = new Set(traces.map(({ due: trace }) => trace.id))
  // X-Ray may not have the documents yet of a trace that it has just named.
  const postponed = due.flatMap(({ id, revision, isPartial, startedAtMs }) => {
    if (answered.has(id)) return []
    const fetchAfterMs = unprocessedIds.has(id)
      ? nowMs + UNPROCESSED_DELAY_MS
      : nextFetch({ complete: false, isPartial, startedAtMs }, nowMs)
    const fetch_after = fetchAfterMs === null ? null : new Date(fetchAfterMs).toISOString()
    return [{ id, started_at: new Date(startedAtMs).toISOString(), revision, is_partial: isPartial, fetch_after }]
  })
  await inTransaction(lease, async () => {
    await holdTraces(lease, place.id, [])
    await storeTraceDocuments(lease, place.id, traces, nowMs)
    await lease.query(POSTPONE, [place.id, JSON.stringify(postponed), new Date(nowMs)])
  })
  return traces.length
}

import { parseSegments } from '@/lib/domain/traces/parse-segment'
import type { Db } from '@/lib/server/db'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { storeTraceGraphs } from '@/lib/sync/store/store-trace-graphs'

/** services: nodes that all traces together have at least. */
export type SyntheticSize = { traces: number; segmentsPerTrace: number; services: number }

type Document = { id: string; start_time: number; end_time: number; [field: string]: unknown }

const DAY_MS = 86_400_000
const TRACES_AT_ONCE = 200
const OPERATIONS = ['GetItem', 'PutItem', 'Query', 'UpdateItem']

/** Stores the graphs of traces of one day up to a moment, as they are stored of real ones; answers how long that took in ms. */
export async function storeSyntheticTraces(db: Db, size: SyntheticSize, nowMs: number): Promise<number> {
  await db.pool.query(`INSERT INTO account_region (account_id, region) VALUES ('111122223333', 'eu-west-1')`)
  await ensurePartitions(db.pool, TRACE_TABLES, { fromMs: nowMs - DAY_MS, toMs: nowMs })
  const client = await db.pool.connect()
  let tookMs = 0
  try {
    for (let at = 0; at < size.traces; at += TRACES_AT_ONCE) {
      const traces = Array.from({ length: Math.min(TRACES_AT_ONCE, size.traces - at) }, (_, offset) => {
        const startedAtMs = Math.floor(nowMs - 30_000 - ((at + offset) / size.traces) * (DAY_MS - 60_000))
        const id = `1-${Math.floor(startedAtMs / 1000).toString(16)}-${(at + offset).toString(16).padStart(24, '0')}`
        return { id, startedAtMs, segments: parseSegments(documentsOf(at + offset, startedAtMs, size)) }
      })
      const beganMs = performance.now()
      await inTransaction(client, () => storeTraceGraphs(client, 1, traces))
      tookMs += performance.now() - beganMs
    }
  } finally {
    client.release()
  }
  return tookMs
}

/**
 * A trace through functions that call each other, every other segment a table that the one before asks. Which functions
 * they are moves on from trace to trace, so that together they are as many services as asked for.
 */
function documentsOf(trace: number, startedAtMs: number, { segmentsPerTrace, services }: SyntheticSize): Document[] {
  const start = startedAtMs / 1000
  const documents: Document[] = []
  const pairs = Math.floor(segmentsPerTrace / 2)
  const functions = Math.floor(services / 2)
  for (let depth = 0; depth < pairs; depth += 1) {
    const service = (trace + depth * 7) % functions
    const next = (trace + (depth + 1) * 7) % functions
    const id = `${depth}`.padStart(16, 'f')
    const beganS = start + depth * 0.004
    const lastsS = 0.05 + ((trace * 31 + depth * 17) % 400) / 1000
    const fault = (trace + depth) % 97 === 0
    const call = (of: string, name: string, aws: object) => ({
      ...{ id: `${of}${depth}`.padStart(16, '0'), name, namespace: 'aws', fault },
      ...{ start_time: beganS + 0.001, end_time: beganS + lastsS - 0.001, aws },
    })
    const table = { operation: OPERATIONS[(trace + depth) % OPERATIONS.length], table_name: `table-${service}` }
    documents.push({
      ...{ id, name: `function-${service}`, origin: 'AWS::Lambda::Function', fault },
      ...(depth === 0 ? {} : { parent_id: `b${depth - 1}`.padStart(16, '0') }),
      ...{ start_time: beganS, end_time: beganS + lastsS, aws: { account_id: '111122223333' } },
      subsegments: [
        call('a', 'DynamoDB', table),
        ...(depth + 1 < pairs ? [call('b', 'Lambda', { operation: 'Invoke', function_name: `function-${next}` })] : []),
      ],
    })
    documents.push({
      ...{ id: `c${depth}`.padStart(16, '0'), parent_id: `a${depth}`.padStart(16, '0'), inferred: true, fault },
      ...{ name: `table-${service}`, origin: 'AWS::DynamoDB::Table', aws: table },
      ...{ start_time: beganS + 0.001, end_time: beganS + lastsS - 0.001 },
    })
  }
  return documents
}

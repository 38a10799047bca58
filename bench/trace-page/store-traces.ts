import { makeTrace } from '@/bench/trace-page/make-trace'
import type { Db } from '@/lib/server/db'
import { ensurePartitions, PARTITIONED_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'
import { storeTraceSummaries } from '@/lib/sync/store/store-trace-summaries'

const DAY_MS = 86_400_000
const PLACE = { accountId: '111122223333', region: 'eu-west-1' }

/** Stores so many traces of so many spans as the pull does, each with IDs of its own, and answers their IDs. */
export async function storeTraces(
  db: Db,
  options: { spans: number; traces: number; startMs: number },
): Promise<string[]> {
  const { spans, traces, startMs } = options
  await ensurePartitions(db.pool, PARTITIONED_TABLES, { fromMs: startMs - DAY_MS, toMs: startMs + DAY_MS })
  const place = await db.prisma.accountRegion.upsert({
    where: { accountId_region: PLACE },
    create: PLACE,
    update: {},
  })
  const ids = Array.from({ length: traces }, (_, at) => traceIdOf(startMs, spans, at))
  const client = await db.pool.connect()
  try {
    for (const [at, id] of ids.entries()) {
      const documents = makeTrace({ traceId: id, spans, startMs, seed: at + 1 })
      const segments = documents.map((document) => ({ id: String(document.id), document: JSON.stringify(document) }))
      const due = { id, revision: 1, isPartial: false, startedAtMs: startMs }
      await inTransaction(client, async () => {
        await storeTraceSummaries(client, place.id, [summaryOf(id, startMs)], startMs)
        await storeTraceDocuments(client, place.id, [readTrace(due, { id, limitExceeded: false, segments })], startMs)
      })
    }
  } finally {
    client.release()
  }
  return ids
}

function traceIdOf(startMs: number, spans: number, at: number): string {
  const seconds = Math.floor(startMs / 1000)
    .toString(16)
    .padStart(8, '0')
  return `1-${seconds}-${spans.toString(16).padStart(12, '0')}${at.toString(16).padStart(12, '0')}`
}

function summaryOf(id: string, startedAtMs: number) {
  const marks = { hasError: false, hasFault: false, hasThrottle: false, isPartial: false }
  const http = { httpMethod: 'POST', httpUrl: 'https://shop.example/orders', httpStatus: 200 }
  return {
    id,
    startedAtMs,
    durationMs: null,
    responseMs: null,
    revision: 1,
    entryPoint: 'shop/Prod',
    annotations: {},
    details: { services: [], users: [], arns: [], instances: [], zones: [], userAgent: null, clientIp: null },
    ...marks,
    ...http,
  }
}

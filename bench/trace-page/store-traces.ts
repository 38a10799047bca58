import { makeTrace, type TraceOptions } from '@/bench/trace-page/make-trace'
import type { Db } from '@/lib/server/db'
import { ensurePartitions, PARTITIONED_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'
import { storeTraceSummaries } from '@/lib/sync/store/store-trace-summaries'

const DAY_MS = 86_400_000
const PLACE = { accountId: '111122223333', region: 'eu-west-1' }

/** Stores traces as the pull does. */
export async function storeTraces(db: Db, traces: readonly TraceOptions[]): Promise<void> {
  const starts = traces.map(({ startMs }) => startMs)
  const days = { fromMs: Math.min(...starts) - DAY_MS, toMs: Math.max(...starts) + DAY_MS }
  await ensurePartitions(db.pool, PARTITIONED_TABLES, days)
  const place = await db.prisma.accountRegion.upsert({
    where: { accountId_region: PLACE },
    create: PLACE,
    update: {},
  })
  const client = await db.pool.connect()
  try {
    for (const trace of traces) {
      const { traceId: id, startMs } = trace
      const documents = makeTrace(trace)
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

import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import type { TraceSummaryRecord } from '@/lib/sync/aws/get-trace-summaries'
import { addTraces } from '@/lib/sync/store/add-traces'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readTrace, storeTraceDocuments } from '@/lib/sync/store/store-trace-documents'
import { storeTraceSummaries } from '@/lib/sync/store/store-trace-summaries'

const MIDNIGHT_MS = Date.UTC(2026, 10, 20)
const ID = '1-691e5b00-000000000000000000000001'
let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  const range = { fromMs: MIDNIGHT_MS - 1, toMs: MIDNIGHT_MS }
  await ensurePartitions(db.pool, TRACE_TABLES, range)
})
beforeEach(() => db.pool.query('TRUNCATE trace, trace_documents'))
afterAll(() => db.close())

function summary(startedAtMs: number, revision: number): TraceSummaryRecord {
  const unknown = { durationMs: null, responseMs: null, entryPoint: null, annotations: null }
  const http = { httpMethod: null, httpUrl: null, httpStatus: null }
  const flags = { hasError: false, hasFault: false, hasThrottle: false, isPartial: false }
  const lists = { services: [], users: [], arns: [], instances: [], zones: [] }
  const details = { ...lists, userAgent: null, clientIp: null }
  return { id: ID, startedAtMs, revision, ...unknown, ...http, ...flags, details }
}

async function store(startedAtMs: number, revision: number): Promise<number> {
  const client = await db.pool.connect()
  try {
    return await inTransaction(client, () =>
      storeTraceSummaries(client, 1, [summary(startedAtMs, revision)], MIDNIGHT_MS),
    )
  } finally {
    client.release()
  }
}

async function isOneWaiting(): Promise<boolean> {
  const { rows } = await db.pool.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return rows.length > 0
}

async function listStored() {
  const { rows } = await db.pool.query<{ revision: number; day: string }>(
    `SELECT revision, tableoid::regclass::text AS day FROM trace WHERE id = $1`,
    [ID],
  )
  return rows
}

it('keeps a trace once, under the day of its newest revision', async () => {
  expect(await store(MIDNIGHT_MS, 2)).toBe(1)
  expect(await store(MIDNIGHT_MS - 1, 1)).toBe(0)
  expect(await listStored()).toEqual([{ revision: 2, day: 'trace_20261120' }])
  expect(await store(MIDNIGHT_MS - 1, 3)).toBe(1)
  expect(await store(MIDNIGHT_MS - 1, 3)).toBe(0)
  expect(await listStored()).toEqual([{ revision: 3, day: 'trace_20261119' }])
})

it('moves a trace whose documents begin on another day, and finds it there again', async () => {
  await store(MIDNIGHT_MS, 1)
  const due = { id: ID, revision: 1, isPartial: false, startedAtMs: MIDNIGHT_MS }
  const document = JSON.stringify({
    name: 'orders',
    id: '0000000000000001',
    trace_id: ID,
    start_time: (MIDNIGHT_MS - 1) / 1000,
  })
  const read = readTrace(due, { id: ID, limitExceeded: false, segments: [{ id: '0000000000000001', document }] })
  const client = await db.pool.connect()
  try {
    await inTransaction(client, () => storeTraceDocuments(client, 1, [read], MIDNIGHT_MS))
    expect(await listStored()).toEqual([{ revision: 1, day: 'trace_20261119' }])
    await inTransaction(client, () => addTraces(client, 1, [{ id: ID, startedAtMs: MIDNIGHT_MS }]))
    expect(await listStored()).toHaveLength(1)
  } finally {
    client.release()
  }
})

it('keeps a trace once that two find at the same time on different days', async () => {
  const [first, second] = [await db.pool.connect(), await db.pool.connect()]
  try {
    let adding = Promise.resolve()
    let isAdded = false
    await inTransaction(first, async () => {
      await storeTraceSummaries(first, 1, [summary(MIDNIGHT_MS, 1)], MIDNIGHT_MS)
      adding = inTransaction(second, () => addTraces(second, 1, [{ id: ID, startedAtMs: MIDNIGHT_MS - 1 }])).then(
        () => {
          isAdded = true
        },
      )
      await vi.waitUntil(async () => isAdded || (await isOneWaiting()), { timeout: 10_000 })
    })
    await adding
    expect(await listStored()).toEqual([{ revision: 1, day: 'trace_20261120' }])
  } finally {
    first.release()
    second.release()
  }
})

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  ACCESS_DENIED,
  type Answer,
  type AnsweringAws,
  openTestAws,
  startAnsweringAws,
} from '@/lib/sync/aws/testing/answering-aws'
import { runStep } from '@/lib/sync/run-step'
import { syncTraceDocuments } from '@/lib/sync/steps/sync-trace-documents'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { nextFetch } from '@/lib/sync/store/store-trace-documents'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const MINUTE_MS = 60_000
const ID = '1-691f3210-000000000000000000000001'
const DOCUMENT = { name: 'orders', id: '0000000000000001', trace_id: ID, start_time: NOW_MS / 1000 - 60 }
let db: TestDb
let aws: AnsweringAws
let answer: () => Promise<Answer>

beforeAll(async () => {
  db = await openTestDb()
  await ensurePartitions(db.pool, ['trace'], { fromMs: NOW_MS - 2 * 86_400_000, toMs: NOW_MS })
  aws = await startAnsweringAws(() => answer())
})

beforeEach(async () => {
  await db.pool.query('TRUNCATE sync_state, trace, trace_documents, trace_request')
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES (1, 'trace-documents', '', 'traces', 'epoch')`,
  )
})

afterAll(async () => {
  aws?.close()
  await db?.close()
})

async function addTrace(ageMs: number): Promise<void> {
  await db.pool.query(
    `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision, fetch_after)
     VALUES (1, $1, $2, false, false, false, false, 1, 'epoch')`,
    [ID, new Date(NOW_MS - ageMs)],
  )
}

/** Runs the step against an X-Ray that gives this answer. */
async function runWith(given: () => Promise<Answer>): Promise<void> {
  answer = given
  const { clients } = aws
  const openAws = (nowMs: number, signal: AbortSignal) => openTestAws({ clients, nowMs, signal })
  const settings = { backfillMs: MINUTE_MS, metricsEveryMs: MINUTE_MS, hashKey: '' }
  const place = { id: 1, accountId: '1', region: 'eu-west-1' }
  const { signal } = new AbortController()
  const step = syncTraceDocuments
  await runStep({ pool: db.pool, place, step, subject: '', settings, clock: () => NOW_MS, openAws, signal })
}

async function readTrace() {
  const { rows } = await db.pool.query<{ fetchAfter: Date | null; documentsRevision: number | null }>(
    'SELECT fetch_after AS "fetchAfter", documents_revision AS "documentsRevision" FROM trace',
  )
  return rows[0]
}

const nothing = { Traces: [], UnprocessedTraceIds: [] }
const whole = {
  Traces: [
    { Id: ID, Segments: [{ Id: DOCUMENT.id, Document: JSON.stringify({ ...DOCUMENT, end_time: NOW_MS / 1000 }) }] },
  ],
  UnprocessedTraceIds: [],
}
const unprocessed = { Traces: [], UnprocessedTraceIds: [ID] }

it('is done with a trace whose documents are complete', async () => {
  await addTrace(MINUTE_MS)
  await runWith(async () => whole)
  expect(await readTrace()).toEqual({ fetchAfter: null, documentsRevision: 1 })
})

it.each([
  ['stored', whole],
  ['unprocessed', unprocessed],
  ['not answered', nothing],
])('leaves a trace due that got a newer revision while it was read: %s', async (_name, answer) => {
  await addTrace(MINUTE_MS)
  await runWith(async () => {
    await db.pool.query(`UPDATE trace SET revision = 2, fetch_after = 'epoch'`)
    return answer
  })
  expect((await readTrace())?.fetchAfter).toEqual(new Date(0))
})

it('asks again for a trace that was not answered, and gives it up after an hour', async () => {
  await addTrace(MINUTE_MS)
  await runWith(async () => nothing)
  expect((await readTrace())?.fetchAfter?.getTime()).toBe(NOW_MS + MINUTE_MS)
  await db.pool.query('TRUNCATE trace')
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch'`)
  await addTrace(61 * MINUTE_MS)
  await runWith(async () => nothing)
  expect((await readTrace())?.fetchAfter).toBeNull()
})

it('reads a trace that never completes a few times in its hour, each of which X-Ray bills', () => {
  let reads = 0
  let atMs: number | null = NOW_MS + 15_000
  for (; atMs !== null; reads += 1) {
    atMs = nextFetch({ complete: false, isPartial: true, startedAtMs: NOW_MS }, atMs)
  }
  expect(reads).toBeLessThanOrEqual(10)
})

it.each<[string, Answer, boolean, boolean]>([
  ['refuses to tell', ACCESS_DENIED, false, false],
  ['fails to tell', { __type: 'InvalidRequestException', message: 'no' }, false, false],
  ['leaves unprocessed', unprocessed, false, false],
  ['refuses to retrieve', ACCESS_DENIED, true, false],
  ['does not know', nothing, false, true],
  ['gives', whole, false, true],
])(
  'takes a trace that was asked for as answered only where AWS told of it: it %s',
  async (_name, given, toSpans, told) => {
    await db.pool.query(`INSERT INTO trace_request VALUES (1, $1, $2, NULL)`, [ID, new Date(NOW_MS)])
    await db.pool.query(
      `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, cursor)
     VALUES (1, 'traces', '', 'traces', '2030-01-01', $1)`,
      [JSON.stringify({ toSpans })],
    )
    await runWith(async () => given)
    const { rows } = await db.pool.query('SELECT answered_at IS NOT NULL AS told FROM trace_request')
    expect(rows).toEqual([{ told }])
    const { rows: steps } = await db.pool.query(`SELECT state FROM sync_state WHERE step = 'trace-documents'`)
    expect(steps).toEqual([{ state: 'ok' }])
  },
)

import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSimulator, type TestSimulator } from '@/e2e/fixtures/start-simulator'
import { lookUpTrace } from '@/lib/server/commands/look-up-trace'
import { selectRows } from '@/lib/server/db'
import { getTrace } from '@/lib/server/queries/get-trace'
import { askSimulator, HOUR_MS, openTestDb, pull, TEST_NOW_MS, type TestDb } from '@/lib/sync/testing/open-test-pull'

/** What began before is complete by now: retries end and late segments come within a quarter of an hour. */
const SETTLED_MS = TEST_NOW_MS - 20 * 60_000
const CALLS = `
  SELECT operation, sum(calls)::int AS calls FROM api_usage WHERE service = 'xray' GROUP BY operation ORDER BY operation`

type TrueTrace = { id: string; startMs: number }

let simulator: TestSimulator
let db: TestDb

beforeAll(async () => {
  const now = new Date(TEST_NOW_MS)
  const options = { now, frozen: true, seed: 1, functions: 14, hours: 1, transactionSearch: ['eu-west-1'] }
  simulator = await startSimulator(options)
  Object.assign(process.env, simulator.env)
  db = await openTestDb()
  await pull(db.url, { backfillMs: HOUR_MS, regions: ['eu-west-1'] })
}, 120_000)

afterAll(async () => {
  await db?.drop()
  await simulator?.stop()
})

async function trueTraces(): Promise<TrueTrace[]> {
  const path = `/_truth/traces?region=eu-west-1&from=${TEST_NOW_MS - HOUR_MS}&to=${SETTLED_MS}`
  return (await askSimulator<TrueTrace[]>(simulator, path)).filter(({ startMs }) => startMs < SETTLED_MS)
}

it('pulls every trace, though X-Ray shows one in a hundred, and asks X-Ray for nothing that it bills', async () => {
  const expected = (await trueTraces()).map(({ id }) => id).sort()
  expect(expected.length).toBeGreaterThan(30)
  const rows = await selectRows<{ id: string; complete: boolean }>(
    db.pool,
    'SELECT id, complete FROM trace WHERE started_at < $1 ORDER BY id',
    [new Date(SETTLED_MS)],
  )
  const stored = new Map(rows.map(({ id, complete }) => [id, complete]))
  for (const id of expected) expect([id, stored.get(id)]).toEqual([id, true])
  expect(await selectRows(db.pool, CALLS, [])).toEqual([
    { operation: 'GetIndexingRules', calls: 1 },
    { operation: 'GetTraceSegmentDestination', calls: 1 },
  ])
  const states = await selectRows(db.pool, `SELECT state, detail, cursor FROM sync_state WHERE step = 'traces'`, [])
  expect(states).toMatchObject([{ state: 'ok', detail: null, cursor: { toSpans: true, indexedPercent: 1 } }])
})

it('joins the traces to the functions and to the invocations that log lines show', async () => {
  const traces = await trueTraces()
  const trace = await getTrace(db, traces[0]?.id ?? '')
  expect(trace.invocations.length).toBeGreaterThan(0)
  for (const { spanId } of trace.invocations) expect(trace.spans.map(({ id }) => id)).toContain(spanId)
  const linked = await selectRows<{ traces: number }>(
    db.pool,
    'SELECT count(DISTINCT trace_id)::int AS traces FROM trace_function WHERE started_at < $1',
    [new Date(SETTLED_MS)],
  )
  expect(linked[0]?.traces).toBeGreaterThan(traces.length * 0.9)
})

it('retrieves by ID a trace that X-Ray does not show, when its documents have to be read again', async () => {
  const id = 'SELECT id FROM trace WHERE started_at < $1 AND complete ORDER BY id LIMIT 1'
  const [trace] = await selectRows<{ id: string }>(db.pool, id, [new Date(SETTLED_MS)])
  const before = await getTrace(db, trace?.id ?? '')
  await db.pool.query(`UPDATE trace SET fetch_after = 'epoch', complete = false WHERE id = $1`, [trace?.id])
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE step = 'trace-documents'`)
  await pull(db.url, { backfillMs: HOUR_MS, regions: ['eu-west-1'] })
  const calls = await selectRows<{ operation: string }>(db.pool, CALLS, [])
  expect(calls.map(({ operation }) => operation)).toContain('ListRetrievedTraces')
  const after = await getTrace(db, trace?.id ?? '')
  expect(after).toMatchObject({ complete: true, durationMs: before.durationMs })
  const own = ({ kind }: { kind: string }) => kind !== 'inferred'
  expect(
    after.spans
      .filter(own)
      .map(({ id: spanId }) => spanId)
      .sort(),
  ).toEqual(before.spans.map(({ id: spanId }) => spanId).sort())
})

it('looks a trace up that is not stored, when somebody asks for it by either form of its ID', async () => {
  const [trace] = await trueTraces()
  const id = trace?.id ?? ''
  const before = await getTrace(db, id)
  for (const [table, column] of [
    ['trace', 'id'],
    ['trace_documents', 'trace_id'],
    ['trace_function', 'trace_id'],
  ]) {
    await db.pool.query(`DELETE FROM ${table} WHERE ${column} = $1`, [id])
  }
  const never = '1-691f3210-000000000000000000000009'
  expect(await lookUpTrace(db, id.slice(2).replace('-', ''), TEST_NOW_MS)).toEqual({ state: 'asked' })
  expect(await lookUpTrace(db, never, TEST_NOW_MS)).toEqual({ state: 'asked' })
  await pull(db.url, { backfillMs: HOUR_MS, regions: ['eu-west-1'] })
  expect(await lookUpTrace(db, id, TEST_NOW_MS)).toEqual({ state: 'found' })
  expect(await lookUpTrace(db, never, TEST_NOW_MS)).toEqual({ state: 'absent' })
  expect(await getTrace(db, id)).toMatchObject({ complete: true, durationMs: before.durationMs })
})

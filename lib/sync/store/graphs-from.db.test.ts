import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { packDocuments } from '@/lib/server/blocks/pack-documents'
import { getMap } from '@/lib/server/queries/get-map'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { runStep } from '@/lib/sync/run-step'
import { prune } from '@/lib/sync/steps/prune'
import { rollUpTraceGraphs } from '@/lib/sync/steps/roll-up-trace-graphs'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import type { SyncStep } from '@/lib/sync/sync-step'
import { rollUpAllGraphs } from '@/lib/sync/testing/roll-up-all-graphs'
import { DAY_MS, documentsOf, HOUR_MS, idOf, MINUTE_MS, storeGraphs, T0 } from '@/lib/sync/testing/store-graphs'

const TODAY = T0 - (T0 % DAY_MS)
const NOW_MS = T0 + 30 * MINUTE_MS

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
})

beforeEach(async () => {
  await ensurePartitions(db.pool, TRACE_TABLES, { fromMs: T0 - 12 * DAY_MS, toMs: T0 + 3 * DAY_MS })
  await db.pool.query(
    'TRUNCATE account_region, trace, trace_documents, trace_graph, graph_bucket, graph_due, retention, sync_state RESTART IDENTITY CASCADE',
  )
  await db.pool.query(
    `INSERT INTO account_region (account_id, region) VALUES ('111122223333', 'eu-west-1'), ('111122223333', 'us-east-1')`,
  )
})

afterAll(() => db.close())

async function runOnce(step: SyncStep, nowMs = NOW_MS): Promise<void> {
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES (1, $1, '', 'inventory', 'epoch')
     ON CONFLICT (account_region_id, step, subject) DO UPDATE SET next_run_at = 'epoch'`,
    [step.name],
  )
  await runStep({
    pool: db.pool,
    place: { id: 1, accountId: '111122223333', region: 'eu-west-1' },
    step,
    subject: '',
    settings: { backfillMs: DAY_MS, metricsEveryMs: MINUTE_MS, hashKey: '' },
    clock: () => nowMs,
    openAws: () => ({ calls: 0 }) as AwsAccess,
    signal: new AbortController().signal,
  })
}

async function readMap(from: number, to: number, nowMs = NOW_MS) {
  const { traces, countedFromMs, countedToMs, cutBy, read } = await getMap(db, { from, to }, nowMs)
  return { traces, countedFromMs, countedToMs, cutBy, read }
}

async function setDays(kind: string, days: number): Promise<void> {
  await db.pool.query(
    `INSERT INTO retention (kind, days, changed_at) VALUES ($1, $2, now()) ON CONFLICT (kind) DO UPDATE SET days = excluded.days`,
    [kind, days],
  )
}

async function rowsOf(sql: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ text: string }>(sql)
  return rows.map(({ text }) => text)
}

/** A trace with its documents, of which no graph is drawn. */
async function storeDocuments(number: number, atMs: number): Promise<void> {
  const at = new Date(atMs)
  await db.pool.query(
    `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision)
     VALUES (1, $1, $2, false, false, false, false, 1)`,
    [idOf(number), at],
  )
  const body = packDocuments(documentsOf(atMs).map((document) => JSON.stringify(document)))
  await db.pool.query(
    'INSERT INTO trace_documents (account_region_id, trace_id, started_at, body) VALUES (1, $1, $2, $3)',
    [idOf(number), at, body],
  )
}

const buckets = () =>
  rowsOf(
    `SELECT minutes || ' ' || to_char(at AT TIME ZONE 'UTC', 'DD HH24:MI') AS text FROM graph_bucket ORDER BY minutes, at`,
  )

it('counts from when on traces are drawn while they are drawn anew, and then all that is kept', async () => {
  // As the migration leaves it: nothing that is stored is drawn.
  await db.pool.query('UPDATE account_region SET graphs_from = $1, graph_details_from = $1 WHERE id = 1', [
    new Date(NOW_MS),
  ])
  for (let number = 0; number < 250; number += 1) {
    await storeDocuments(number, T0 + number * 1_000)
  }
  const window = [TODAY, NOW_MS] as const
  expect(await readMap(...window)).toMatchObject({
    traces: 0,
    countedFromMs: NOW_MS,
    countedToMs: NOW_MS,
    cutBy: 'kept',
  })
  await runOnce(rollUpTraceGraphs)
  // 200 are drawn, the newest; of the millisecond of the last one there might be more.
  expect(await readMap(...window)).toMatchObject({ countedFromMs: T0 + 50_001, cutBy: 'kept' })
  await runOnce(rollUpTraceGraphs)
  await rollUpAllGraphs(db, NOW_MS)
  expect(await readMap(...window)).toMatchObject({ traces: 250, countedFromMs: TODAY, cutBy: null })
})

it('draws graphs again that stood at an earlier limit of IDs, and none whose documents are gone', async () => {
  for (const number of [0, 1, 2]) await storeDocuments(number, T0 + number * 1_000)
  await runOnce(rollUpTraceGraphs)
  const countsOf = () => rowsOf('SELECT cardinality(sent_ids)::text AS text FROM trace_graph ORDER BY started_at')
  expect(await countsOf()).toEqual(['0', '0', '0'])
  await db.pool.query(
    `UPDATE trace_graph SET sent_ids = ARRAY(SELECT n::text FROM generate_series(1, 2000) n) WHERE trace_id = ANY($1)`,
    [[idOf(0), idOf(1)]],
  )
  await db.pool.query('DELETE FROM trace_documents WHERE trace_id = $1', [idOf(0)])
  await db.pool.query(readFileSync('prisma/migrations/20261128110100_graphs_with_all_ids/migration.sql', 'utf8'))
  expect(await countsOf()).toEqual(['2000', '0'])
  await runOnce(rollUpTraceGraphs)
  expect(await countsOf()).toEqual(['2000', '0', '0'])
})

it('keeps what was counted of days whose traces expired, however long traces are kept from now on', async () => {
  const old = TODAY - 9 * DAY_MS + HOUR_MS
  await storeGraphs(db, [
    { number: 1, atMs: old },
    { number: 2, atMs: old + MINUTE_MS },
  ])
  await rollUpAllGraphs(db, NOW_MS)
  await runOnce(prune)
  expect(await buckets()).toEqual(['60 11 01:00', '1440 11 00:00'])
  await setDays('traceDocuments', 30)
  // One that comes late has nothing beside it any more of which its hour could be made.
  await ensurePartitions(db.pool, TRACE_TABLES, { fromMs: old, toMs: old })
  await storeGraphs(db, [{ number: 3, atMs: old }])
  await rollUpAllGraphs(db, NOW_MS)
  await runOnce(prune)
  const window = [TODAY - 9 * DAY_MS, NOW_MS] as const
  expect(await readMap(...window)).toMatchObject({ traces: 2, countedFromMs: window[0], cutBy: null })
  const halfHour = await readMap(old + 30 * MINUTE_MS, NOW_MS)
  expect(halfHour).toMatchObject({ traces: 2, countedFromMs: old, cutBy: null })
})

it('keeps traces that expire until what is made of them has followed', async () => {
  const old = TODAY - 9 * DAY_MS + HOUR_MS
  await storeGraphs(db, [{ number: 1, atMs: old }])
  await runOnce(prune)
  await rollUpAllGraphs(db, NOW_MS)
  await runOnce(prune)
  expect(await buckets()).toEqual(['60 11 01:00', '1440 11 00:00'])
  expect(await rowsOf('SELECT trace_id AS text FROM trace_graph')).toEqual([])
  expect(await rowsOf('SELECT at::text FROM graph_due')).toEqual([])
})

it('drops hours and days after their retention, and says from when on the rest is', async () => {
  await setDays('hourRollups', 8)
  await setDays('minuteRollups', 7)
  await setDays('traceDocuments', 10)
  const days = [9, 10, 11].map((ago) => TODAY - ago * DAY_MS + HOUR_MS)
  await storeGraphs(
    db,
    days.map((atMs, number) => ({ number, atMs })),
  )
  await rollUpAllGraphs(db, NOW_MS)
  await runOnce(prune)
  expect(await buckets()).toEqual([
    ...['5 10 01:00', '5 11 01:00', '60 10 01:00', '60 11 01:00', '1440 10 00:00', '1440 11 00:00'],
  ])
  expect(await readMap(TODAY - 12 * DAY_MS, NOW_MS)).toMatchObject({
    traces: 2,
    countedFromMs: TODAY - 10 * DAY_MS,
    cutBy: 'kept',
  })
})

it('judges how far traces are read from when on that is known', async () => {
  const covered = (fromMs: number) =>
    db.pool.query(
      `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, state, covered)
       SELECT id, 'traces', '', 'traces', 'epoch', 'ok', tstzmultirange(tstzrange($1, $2)) FROM account_region`,
      [new Date(fromMs), new Date(NOW_MS)],
    )
  await covered(TODAY - 30 * DAY_MS)
  const whole = { of: 2, whole: 2, share: 1 }
  expect((await readMap(TODAY - 60 * DAY_MS, NOW_MS)).read).toEqual(whole)
  expect((await readMap(TODAY - 60 * DAY_MS, TODAY - 40 * DAY_MS)).read).toEqual({ of: 0, whole: 0, share: 1 })
  expect((await readMap(TODAY - 10 * DAY_MS, NOW_MS)).read).toEqual(whole)
})

it('counts a stretch that is behind once, whichever places lack it, and none that is read from traces', async () => {
  for (const placeId of [1, 2]) await storeGraphs(db, [{ number: placeId, atMs: T0 + MINUTE_MS }], placeId)
  const behindOf = async (from: number, to: number) => (await getMap(db, { from, to }, NOW_MS)).behind
  expect(await behindOf(T0, NOW_MS)).toBe(1)
  expect(await behindOf(T0 + 1_000, T0 + 2 * MINUTE_MS)).toBe(0)
  expect((await readMap(T0 + 1_000, T0 + 2 * MINUTE_MS)).traces).toBe(2)
})

it('adds up what several places left out of their graphs', async () => {
  const hosts = Array.from({ length: 2_003 }, (_, at) => ({
    ...{ id: `s${at}`, name: `host-${at}`, namespace: 'remote' },
    ...{ start_time: T0 / 1000, end_time: T0 / 1000 + 1 },
  }))
  const documents = documentsOf(T0).map((document) => ({ ...document, subsegments: hosts }))
  for (const placeId of [1, 2]) {
    await storeGraphs(db, [{ number: placeId, atMs: T0 + MINUTE_MS, documents }], placeId)
  }
  // fn and the client before it are nodes as well.
  const counted = async (from: number) => getMap(db, { from, to: NOW_MS }, NOW_MS)
  expect((await counted(T0 + 1_000)).leftOut).toBe(10)
  await rollUpAllGraphs(db, NOW_MS)
  expect((await counted(T0)).leftOut).toBe(10)
  await rollUpAllGraphs(db, NOW_MS + DAY_MS)
  expect((await getMap(db, { from: TODAY, to: TODAY + DAY_MS }, NOW_MS + DAY_MS)).leftOut).toBe(10)
})

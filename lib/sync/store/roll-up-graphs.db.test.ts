import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { packDocuments } from '@/lib/server/blocks/pack-documents'
import { getMap } from '@/lib/server/queries/get-map'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { runStep } from '@/lib/sync/run-step'
import { rollUpTraceGraphs } from '@/lib/sync/steps/roll-up-trace-graphs'
import { ensurePartitions, TRACE_TABLES } from '@/lib/sync/store/ensure-partitions'
import { rollUpGraphs } from '@/lib/sync/store/roll-up-graphs'
import { rollUpAllGraphs } from '@/lib/sync/testing/roll-up-all-graphs'
import {
  DAY_MS,
  documentsOf,
  HOUR_MS,
  idOf,
  MINUTE_MS,
  storeGraphs,
  T0,
  type TraceToStore,
} from '@/lib/sync/testing/store-graphs'

const NOW_MS = T0 + 26 * HOUR_MS
const DAY = { from: T0 - 12 * HOUR_MS, to: T0 + 12 * HOUR_MS }

type MapResponse = Awaited<ReturnType<typeof getMap>>

let db: TestDb

beforeAll(async () => {
  db = await openTestDb()
  await db.pool.query(`INSERT INTO account_region (account_id, region) VALUES ('111122223333', 'eu-west-1')`)
  await ensurePartitions(db.pool, TRACE_TABLES, { fromMs: T0 - 2 * DAY_MS, toMs: T0 + 3 * DAY_MS })
})

beforeEach(async () => {
  await db.pool.query('TRUNCATE trace, trace_documents, trace_graph, graph_bucket, graph_due, retention, sync_state')
})

afterAll(() => db.close())

async function store(...traces: TraceToStore[]): Promise<void> {
  await storeGraphs(db, traces)
}

async function readMap(window: { from: number; to: number } = DAY): Promise<MapResponse> {
  return getMap(db, window, NOW_MS)
}

async function buckets(): Promise<string[]> {
  const { rows } = await db.pool.query<{ text: string }>(
    `SELECT minutes || ' ' || to_char(at AT TIME ZONE 'UTC', 'HH24:MI') || ' ' || md5(body) AS text FROM graph_bucket ORDER BY minutes, at`,
  )
  return rows.map(({ text }) => text)
}

const short = (texts: readonly string[]) => texts.map((text) => text.split(' ').slice(0, 2).join(' '))
const statsOf = (map: MapResponse, name = 'fn') =>
  map.nodes.find((node) => node.name === name && node.type !== 'client')?.stats

it('keeps slots, hours that are over and days that are over, and ends in the same rows however often', async () => {
  await store(
    { number: 1, atMs: T0 + MINUTE_MS },
    { number: 2, atMs: T0 + 7 * MINUTE_MS },
    { number: 3, atMs: NOW_MS - MINUTE_MS },
  )
  await rollUpAllGraphs(db, NOW_MS)
  const once = await buckets()
  expect(short(once)).toEqual(['5 12:00', '5 12:05', '5 13:55', '60 12:00', '60 13:00', '1440 00:00'])
  await store({ number: 2, atMs: T0 + 7 * MINUTE_MS })
  await rollUpAllGraphs(db, NOW_MS)
  expect(await buckets()).toEqual(once)
  const map = await readMap()
  expect(map).toMatchObject({ traces: 2, behind: 0, cutBy: null, leftOut: 0 })
  expect(statsOf(map)).toMatchObject({ count: 2, ok: 2 })
})

it('follows a trace that changed and one that moved, and forgets what is no more', async () => {
  await store({ number: 1, atMs: T0 + MINUTE_MS })
  await rollUpAllGraphs(db, NOW_MS)
  const later = T0 + 3 * HOUR_MS
  await store({ number: 1, atMs: later, documents: documentsOf(later, { fault: true }) })
  await rollUpAllGraphs(db, NOW_MS)
  expect(short(await buckets())).toEqual(['5 15:00', '60 15:00', '1440 00:00'])
  const map = await readMap()
  expect(statsOf(map)).toMatchObject({ count: 1, ok: 0, fault: 1 })
  expect(map.nodes.find(({ name }) => name === 'fn')?.failures).toEqual([
    { traceId: idOf(1), atMs: later, outcome: 'fault' },
  ])
  await store({ number: 1, atMs: later, documents: [] })
  await rollUpAllGraphs(db, NOW_MS)
  expect(await buckets()).toEqual([])
})

it('draws the link of a consumer that was stored before its producer', async () => {
  const at = T0 + 20 * MINUTE_MS
  const links = [{ trace_id: idOf(1), id: 'call' }]
  const own = [
    { id: 'c', name: 'reader', origin: 'AWS::Lambda', start_time: at / 1000, end_time: at / 1000 + 1, links },
  ]
  await store({ number: 2, atMs: at, documents: own })
  await rollUpAllGraphs(db, NOW_MS)
  expect((await readMap()).edges.filter(({ kind }) => kind === 'link')).toEqual([])
  await store({ number: 1, atMs: T0 })
  await rollUpAllGraphs(db, NOW_MS)
  const [link] = (await readMap()).edges.filter(({ kind }) => kind === 'link')
  expect(link).toMatchObject({ evidence: 'link', stats: { count: 1 } })
  expect(await readMap({ from: at, to: at + MINUTE_MS })).toMatchObject({
    traces: 1,
    edges: [{ kind: 'link' }, { kind: 'call' }],
  })
})

it('says how much of a window is not counted yet, and loses no mark when a roll-up ends halfway', async () => {
  await store({ number: 1, atMs: T0 + MINUTE_MS })
  expect(await readMap()).toMatchObject({ traces: 0, behind: 1 })
  const client = await db.pool.connect()
  await client.query(`ALTER TABLE graph_bucket ADD CONSTRAINT full_disk CHECK (minutes < 60)`)
  await expect(rollUpGraphs(client, 1, { most: 10, nowMs: NOW_MS })).rejects.toThrow('full_disk')
  await client.query('ALTER TABLE graph_bucket DROP CONSTRAINT full_disk')
  client.release()
  expect(await readMap()).toMatchObject({ traces: 0, behind: 1 })
  await rollUpAllGraphs(db, NOW_MS)
  expect(await readMap()).toMatchObject({ traces: 1, behind: 0 })
})

it('counts a window to the millisecond, of traces where a slot is cut', async () => {
  await store(...[0, 1, 299_999, 300_000, 3_600_000].map((ms, number) => ({ number, atMs: T0 + ms })))
  await rollUpAllGraphs(db, NOW_MS)
  const count = async (from: number, to: number) => (await readMap({ from: T0 + from, to: T0 + to })).traces
  expect(await count(0, 1)).toBe(1)
  expect(await count(1, 300_000)).toBe(2)
  expect(await count(0, 3_600_000)).toBe(4)
  expect(await count(1, 3_600_001)).toBe(4)
})

it('leaves what is made of traces that expired as it is', async () => {
  await store({ number: 1, atMs: T0 + MINUTE_MS })
  await rollUpAllGraphs(db, NOW_MS)
  const before = await buckets()
  await db.pool.query('TRUNCATE trace_graph')
  await db.pool.query('UPDATE account_region SET graph_details_from = $1', [new Date(T0 + 12 * HOUR_MS)])
  await db.pool.query(
    `INSERT INTO graph_due (account_region_id, minutes, at) SELECT 1, minutes, $1 FROM unnest('{5,60,1440}'::int[]) AS minutes`,
    [new Date(T0 - (T0 % DAY_MS))],
  )
  await db.pool.query(`INSERT INTO graph_due (account_region_id, minutes, at) VALUES (1, 5, $1), (1, 60, $1)`, [
    new Date(T0),
  ])
  await rollUpAllGraphs(db, NOW_MS + 2 * DAY_MS)
  expect(await buckets()).toEqual(before)
})

it('draws traces that were stored before graphs were kept, a batch a run, once', async () => {
  for (let number = 0; number < 250; number += 1) {
    const atMs = T0 + number * 1_000
    await db.pool.query(
      `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision)
       VALUES (1, $1, $2, false, false, false, false, 1)`,
      [idOf(number), new Date(atMs)],
    )
    const body = packDocuments(documentsOf(atMs).map((document) => JSON.stringify(document)))
    await db.pool.query(
      'INSERT INTO trace_documents (account_region_id, trace_id, started_at, body) VALUES (1, $1, $2, $3)',
      [...[idOf(number), new Date(atMs), body]],
    )
  }
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES (1, 'trace-graphs', '', 'inventory', 'epoch')`,
  )
  const drawn: number[] = []
  for (let run = 0; run < 5; run += 1) {
    await runOnce()
    drawn.push(Number((await db.pool.query('SELECT count(*)::int AS n FROM trace_graph')).rows[0]?.n))
  }
  expect(drawn).toEqual([200, 250, 250, 250, 250])
  expect((await readMap()).traces).toBe(250)
  const { rows } = await db.pool.query(`SELECT cursor -> 'fill' AS fill FROM sync_state`)
  expect(rows).toEqual([{ fill: null }])
})

async function runOnce(): Promise<void> {
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch'`)
  const { signal } = new AbortController()
  const settings = { backfillMs: DAY_MS, metricsEveryMs: MINUTE_MS, hashKey: '' }
  const place = { id: 1, accountId: '111122223333', region: 'eu-west-1' }
  const openAws = () => ({ calls: 0 }) as AwsAccess
  await runStep({
    pool: db.pool,
    place,
    step: rollUpTraceGraphs,
    subject: '',
    settings,
    clock: () => NOW_MS,
    openAws,
    signal,
  })
}

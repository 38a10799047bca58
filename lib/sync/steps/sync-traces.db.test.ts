import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  ACCESS_DENIED,
  type Answer,
  type AnsweringAws,
  openTestAws,
  startAnsweringAws,
} from '@/lib/sync/aws/testing/answering-aws'
import { pageOfOneEvent } from '@/lib/sync/aws/testing/one-event-pages'
import { runStep } from '@/lib/sync/run-step'
import { syncTraces } from '@/lib/sync/steps/sync-traces'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const MINUTE_MS = 60_000
const ID = '1-691f3210-000000000000000000000001'
type Answers = Record<string, (input: Readonly<Record<string, unknown>>) => Answer>

let db: TestDb
let aws: AnsweringAws
let answers: Answers
let called: string[]

beforeAll(async () => {
  db = await openTestDb()
  aws = await startAnsweringAws(({ name, input }) => {
    called.push(name)
    return answers[name]?.(input) ?? {}
  })
})

beforeEach(async () => {
  await db.pool.query('TRUNCATE sync_state, trace, trace_documents')
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, target_from)
     VALUES (1, 'traces', '', 'traces', 'epoch', $1)`,
    [new Date(NOW_MS - 10 * MINUTE_MS)],
  )
})

afterAll(async () => {
  aws?.close()
  await db?.close()
})

/** Runs the step against an account that answers so; returns the names of what was called. */
async function runWith(
  given: Answers,
  {
    backfill = false,
    clock = () => NOW_MS,
    signal = new AbortController().signal,
  }: { backfill?: boolean; clock?: () => number; signal?: AbortSignal } = {},
): Promise<string[]> {
  answers = given
  called = []
  const { clients } = aws
  const openAws = (nowMs: number, own: AbortSignal) => openTestAws({ clients, nowMs, signal: own })
  const settings = { backfillMs: MINUTE_MS, metricsEveryMs: MINUTE_MS, hashKey: '' }
  const place = { id: 1, accountId: '1', region: 'eu-west-1' }
  const task = { pool: db.pool, place, step: syncTraces, subject: '', settings, clock, openAws, signal }
  await runStep({ ...task, backfill })
  return [...new Set(called)]
}

async function state() {
  const { rows } = await db.pool.query('SELECT state, detail, cursor FROM sync_state')
  return rows[0]
}

const refuse = () => ACCESS_DENIED
const SUMMARIES = () => ({
  TraceSummaries: [{ Id: ID, StartTime: (NOW_MS - MINUTE_MS) / 1000, Duration: 0.1, Revision: 1 }],
  TracesProcessedCount: 1,
})
const RULES = () => ({ IndexingRules: [{ Rule: { Probabilistic: { ActualSamplingPercentage: 1 } } }] })
const toSpans = {
  GetTraceSegmentDestination: () => ({ Destination: 'CloudWatchLogs', Status: 'ACTIVE' }),
  GetIndexingRules: RULES,
}

it('reads what X-Ray shows where traces go to X-Ray, and asks where they go once a day', async () => {
  const given = {
    GetTraceSegmentDestination: () => ({ Destination: 'XRay', Status: 'ACTIVE' }),
    TraceSummaries: SUMMARIES,
  }
  expect(await runWith(given)).toEqual(['GetTraceSegmentDestination', 'TraceSummaries'])
  expect(await state()).toMatchObject({ state: 'ok', detail: null, cursor: { toSpans: false } })
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch', cursor = cursor - 'liveAtMs'`)
  expect(await runWith(given)).toEqual(['TraceSummaries'])
})

it('takes the share that X-Ray indexes where the spans may not be read, and says so', async () => {
  const called = await runWith({ ...toSpans, FilterLogEvents: refuse, TraceSummaries: SUMMARIES })
  expect(called).toContain('TraceSummaries')
  expect(await state()).toMatchObject({ state: 'ok', detail: expect.stringContaining('only 1 %') })
  expect((await db.pool.query('SELECT id FROM trace')).rows).toEqual([{ id: ID }])
})

it('takes X-Ray for the place of traces where AWS does not say', async () => {
  await runWith({ GetTraceSegmentDestination: refuse, TraceSummaries: SUMMARIES })
  expect(await state()).toMatchObject({ state: 'ok', detail: null, cursor: { askDestinationAtMs: NOW_MS + 3_600_000 } })
  expect((await db.pool.query('SELECT id FROM trace')).rows).toEqual([{ id: ID }])
})

it('reads history until newer traces are due, and goes on with it afterwards', async () => {
  await db.pool.query(`UPDATE sync_state SET next_run_at = $1, backfill_at = 'epoch', target_from = $2, cursor = $3`, [
    new Date(NOW_MS + 12_000),
    new Date(NOW_MS - 120 * MINUTE_MS),
    JSON.stringify({ liveAtMs: NOW_MS, askDestinationAtMs: NOW_MS + MINUTE_MS }),
  ])
  let clockMs = NOW_MS
  let windows = 0
  const TraceSummaries = () => {
    windows += 1
    clockMs += 5_000
    return { TraceSummaries: [], TracesProcessedCount: 0 }
  }
  await runWith({ TraceSummaries }, { backfill: true, clock: () => clockMs })
  expect(windows).toBe(3)
  const { rows } = await db.pool.query('SELECT backfill_at <= $1 AS due FROM sync_state', [new Date(NOW_MS)])
  expect(rows).toEqual([{ due: true }])
})

it('has each trace scanned, and billed, a few times, and once more when its updates can be late no more', async () => {
  const windows: { atMs: number; fromMs: number; toMs: number }[] = []
  const cursor = { liveAtMs: NOW_MS - 30_000, askDestinationAtMs: NOW_MS + 60 * MINUTE_MS }
  await db.pool.query('UPDATE sync_state SET cursor = $1', [JSON.stringify(cursor)])
  for (let atMs = NOW_MS; atMs < NOW_MS + 40 * MINUTE_MS; atMs += 30_000) {
    const TraceSummaries = ({ StartTime, EndTime }: Readonly<Record<string, unknown>>) => {
      windows.push({ atMs, fromMs: Number(StartTime) * 1000, toMs: Number(EndTime) * 1000 })
      return { TraceSummaries: [], TracesProcessedCount: 0 }
    }
    await runWith({ TraceSummaries }, { clock: () => atMs })
  }
  for (let traceMs = NOW_MS + MINUTE_MS; traceMs < NOW_MS + 18 * MINUTE_MS; traceMs += MINUTE_MS) {
    const scans = windows.filter(({ fromMs, toMs }) => fromMs <= traceMs && traceMs < toMs)
    expect(scans.length).toBeLessThanOrEqual(5)
    expect(scans.at(-1)?.atMs).toBeGreaterThanOrEqual(traceMs + 10 * MINUTE_MS)
  }
})

it('after a pause scans the newest hour alone, and leaves to the backfill what had not settled before', async () => {
  const hours = (count: number) => NOW_MS - count * 60 * MINUTE_MS
  const late = { beganAtMs: hours(6), reachedMs: hours(6), sliceMs: MINUTE_MS, pages: 0 }
  const cursor = { liveAtMs: hours(6), late, askDestinationAtMs: NOW_MS + 60 * MINUTE_MS }
  await db.pool.query('UPDATE sync_state SET cursor = $1, covered = tstzmultirange(tstzrange($2, $3))', [
    ...[JSON.stringify(cursor), new Date(hours(8)), new Date(hours(6))],
  ])
  let earliestMs = NOW_MS
  const TraceSummaries = ({ StartTime }: Readonly<Record<string, unknown>>) => {
    earliestMs = Math.min(earliestMs, Number(StartTime) * 1000)
    return { TraceSummaries: [], TracesProcessedCount: 0 }
  }
  await runWith({ TraceSummaries })
  expect(earliestMs).toBeGreaterThan(hours(1))
  const { rows } = await db.pool.query('SELECT upper(r) AS at FROM sync_state, unnest(covered) AS r ORDER BY r LIMIT 1')
  expect(rows).toEqual([{ at: new Date(hours(6) - 10 * MINUTE_MS) }])
})

it('gets on with spans of which one run cannot read all that may be late', async () => {
  const cursor = { toSpans: true, askDestinationAtMs: NOW_MS + 60 * MINUTE_MS, spansAtMs: NOW_MS - 10 * MINUTE_MS }
  await db.pool.query('UPDATE sync_state SET cursor = $1, target_from = $2', [
    JSON.stringify(cursor),
    new Date(NOW_MS - 60 * MINUTE_MS),
  ])
  for (const nowMs of [NOW_MS, NOW_MS + 5 * MINUTE_MS]) {
    const stop = new AbortController()
    let pages = 0
    const FilterLogEvents = (input: Readonly<Record<string, unknown>>) => {
      pages += 1
      if (pages > 80) stop.abort()
      return pageOfOneEvent(input, '{}')
    }
    await runWith({ FilterLogEvents }, { clock: () => nowMs, signal: stop.signal })
  }
  expect((await state()).cursor).toMatchObject({ spansAtMs: NOW_MS + 5 * MINUTE_MS })
})

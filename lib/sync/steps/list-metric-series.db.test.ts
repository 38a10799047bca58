import { afterAll, beforeAll, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { type SeededPlace, seedFunction, seedPlace } from '@/lib/server/testing/seed'
import {
  ACCESS_DENIED,
  type Answer,
  type AnsweringAws,
  openTestAws,
  startAnsweringAws,
} from '@/lib/sync/aws/testing/answering-aws'
import { runStep } from '@/lib/sync/run-step'
import { listMetricSeries } from '@/lib/sync/steps/list-metric-series'

const HOUR_MS = 3_600_000
let db: TestDb
let aws: AnsweringAws
let place: SeededPlace
let nowMs = Date.UTC(2026, 10, 20, 15, 30)
/** Whether the listing of two weeks is refused; that of the last hours never is. */
let isRefused = false

beforeAll(async () => {
  db = await openTestDb()
  place = await seedPlace(db)
  await seedFunction(db, place, 'orders')
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES ($1, 'metric-list', '', 'metrics', 'epoch')`,
    [place.id],
  )
  aws = await startAnsweringAws(({ input }) => listed(input))
})

afterAll(async () => {
  aws?.close()
  await db?.close()
})

function listed(input: Record<string, unknown>): Answer {
  if (isRefused && input.RecentlyActive === undefined) return ACCESS_DENIED
  const sets = [{ FunctionName: 'orders' }, { FunctionName: 'orders', Resource: 'orders' }]
  const dimensionsOf = (set: object) => Object.entries(set).map(([Name, Value]) => ({ Name, Value }))
  return {
    Metrics: sets.map((set) => ({
      ...{ Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions: dimensionsOf(set) },
    })),
  }
}

async function listAfter(hours: number): Promise<string | undefined> {
  nowMs += hours * HOUR_MS
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch'`)
  const { signal } = new AbortController()
  const openAws = (atMs: number, until: AbortSignal) =>
    openTestAws({ clients: aws.clients, nowMs: atMs, signal: until, accountRegionId: place.id })
  const settings = { backfillMs: HOUR_MS, metricsEveryMs: 60_000, hashKey: '' }
  const step = { place, step: listMetricSeries, subject: '' }
  await runStep({ pool: db.pool, ...step, settings, clock: () => nowMs, openAws, signal })
  const sql = `SELECT state FROM metric_series WHERE qualifier = '$LATEST' AND metric = 'Invocations' AND executed_version = ''`
  return (await selectRows<{ state: string }>(db.pool, sql, []))[0]?.state
}

it('takes figures as a whole for those of $LATEST only once a listing has told of two weeks', async () => {
  isRefused = true
  expect(await listAfter(0)).toBe('asked')
  isRefused = false
  expect(await listAfter(2)).toBe('as-whole')
  isRefused = true
  expect(await listAfter(2)).toBe('as-whole')
  // What was found out holds, though nothing new is.
  expect(await listAfter(15 * 24)).toBe('as-whole')
})

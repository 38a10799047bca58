import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { numberOf, recordsOf, textOf } from '@/lib/sync/aws/parse-values'
import {
  type Answer,
  type AnsweringAws,
  cborTime,
  openTestAws,
  startAnsweringAws,
} from '@/lib/sync/aws/testing/answering-aws'
import { runStep } from '@/lib/sync/run-step'
import { syncMetrics } from '@/lib/sync/steps/sync-metrics'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const MINUTE_MS = 60_000
const TARGET = new Date(NOW_MS - 60 * MINUTE_MS)
let db: TestDb
let aws: AnsweringAws
let nowMs = NOW_MS
/** Series that CloudWatch answers only in part. */
let partIds: readonly string[]
/** A dimension of which CloudWatch refuses each call that asks for it. */
let refusedText: string | null
/** Windows in which figures of the unqualified function were asked for, and all that were. */
let windows: { latest: number[]; all: number[] }

beforeAll(async () => {
  db = await openTestDb()
  aws = await startAnsweringAws(({ input }) => answerMetrics(input))
})

beforeEach(async () => {
  nowMs = NOW_MS
  refusedText = null
  windows = { latest: [], all: [] }
  await db.pool.query(
    'TRUNCATE account_region, lambda_function, sync_state, metric_series, metric_hour, metric_day, metric_week RESTART IDENTITY CASCADE',
  )
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, target_from)
     VALUES (1, 'metrics', '', 'metrics', 'epoch', $1)`,
    [TARGET],
  )
  await db.pool.query(`
    INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic)
    SELECT 1, 0, '', '', metric, 'Maximum' FROM unnest(ARRAY['ConcurrentExecutions', 'ClaimedAccountConcurrency']) AS metric`)
})

afterAll(async () => {
  aws?.close()
  await db?.close()
})

/** A CloudWatch that has a point in the newest minute. */
function answerMetrics(input: Record<string, unknown>): Answer {
  const endMs = 1000 * (numberOf(input.EndTime) ?? 0)
  const fromMs = 1000 * (numberOf(input.StartTime) ?? 0)
  windows.all.push(fromMs)
  if (refusedText !== null && JSON.stringify(input.MetricDataQueries).includes(refusedText)) {
    return { __type: 'ValidationError', message: 'The value is not valid.' }
  }
  if (JSON.stringify(input.MetricDataQueries).includes('"Resource"')) windows.latest.push(fromMs)
  const MetricDataResults = recordsOf(input.MetricDataQueries).map(({ Id }) => ({
    Id,
    Timestamps: [cborTime(endMs - MINUTE_MS)],
    Values: [1],
    StatusCode: partIds.includes(textOf(Id) ?? '') ? 'InternalError' : 'Complete',
  }))
  return { MetricDataResults }
}

async function runWith(ids: readonly string[], { metricsEveryMs = MINUTE_MS, backfill = false } = {}): Promise<void> {
  partIds = ids
  const { clients } = aws
  const openAws = (atMs: number, signal: AbortSignal) => openTestAws({ clients, nowMs: atMs, signal })
  const settings = { backfillMs: 60 * MINUTE_MS, metricsEveryMs, hashKey: '' }
  const place = { id: 1, accountId: '1', region: 'eu-west-1' }
  const { signal } = new AbortController()
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch', backfill_at = 'epoch' WHERE step = 'metrics'`)
  const step = { place, step: syncMetrics, subject: '' }
  await runStep({ pool: db.pool, ...step, settings, clock: () => nowMs, openAws, signal, backfill })
}

async function readEnds(): Promise<Record<string, number>> {
  const { rows } = await db.pool.query<{ name: string; end: Date }>(`
    SELECT metric AS name, upper(covered) AS end FROM metric_series
    UNION ALL SELECT step, upper(covered) FROM sync_state`)
  return Object.fromEntries(rows.map(({ name, end }) => [name, (end.getTime() - NOW_MS) / MINUTE_MS]))
}

it('has the tail read again of a series that one live read did not answer whole', async () => {
  await runWith([])
  expect(await readEnds()).toEqual({ ConcurrentExecutions: -2, ClaimedAccountConcurrency: -2, metrics: -2 })
  nowMs += 10 * MINUTE_MS
  await runWith(['m2'])
  // Fifteen minutes before the last read were not settled.
  const unsettled = { ConcurrentExecutions: 8, ClaimedAccountConcurrency: -17, metrics: -17 }
  expect(await readEnds()).toEqual(unsettled)
  await runWith(['m2'])
  expect(await readEnds()).toEqual(unsettled)
  await runWith([])
  expect(await readEnds()).toEqual({ ConcurrentExecutions: 8, ClaimedAccountConcurrency: 8, metrics: 8 })
})

it('asks for what the function as a whole tells only where no listing vouches that it was called in no other way', async () => {
  await db.pool.query(`
    INSERT INTO account_region (id, account_id, region) VALUES (1, '123456789012', 'eu-west-1');
    INSERT INTO lambda_function (id, account_region_id, arn, name, seen_at) VALUES (7, 1, 'arn:a', 'a', now());
    UPDATE metric_series SET function_id = 7, metric = 'Invocations', statistic = 'Sum',
      qualifier = CASE metric WHEN 'ConcurrentExecutions' THEN '' ELSE '$LATEST' END,
      state = CASE metric WHEN 'ConcurrentExecutions' THEN 'asked' ELSE 'as-whole' END`)
  const day = 24 * 60 * MINUTE_MS
  await db.pool.query('UPDATE sync_state SET target_from = $1', [new Date(NOW_MS - 17 * day)])
  for (let run = 0; run < 20; run += 1) await runWith([], { backfill: run > 0 })
  expect((await readEnds()).metrics).toBe(-2)
  expect(Math.min(...windows.all)).toBeLessThanOrEqual(NOW_MS - 17 * day)
  expect(windows.latest).toEqual(windows.all.filter((fromMs) => fromMs < NOW_MS - 14 * day))
  expect(windows.latest.length).toBeGreaterThan(2)
})

it('knows a minute within five minutes of its end, of a function and of its sets', async () => {
  await db.pool.query(`
    INSERT INTO account_region (id, account_id, region) VALUES (1, '123456789012', 'eu-west-1');
    INSERT INTO lambda_function (id, account_region_id, arn, name, seen_at) VALUES (7, 1, 'arn:a', 'a', now())`)
  await db.pool.query(`
    UPDATE metric_series SET function_id = 7, metric = 'Invocations', statistic = 'Sum',
      qualifier = CASE metric WHEN 'ConcurrentExecutions' THEN '' ELSE 'live' END`)
  const pace = { metricsEveryMs: 3 * MINUTE_MS }
  const read: Record<string, number[]> = { '': [], live: [] }
  // Not at the full minute: what a read brings is as old each time all the same.
  nowMs += 40_000
  await runWith([], pace)
  for (let minute = 1; minute <= 8; minute += 1) {
    nowMs = NOW_MS + minute * MINUTE_MS
    await runWith([], pace)
    const { rows } = await db.pool.query<{ qualifier: string; readAt: Date }>(
      'SELECT qualifier, read_at AS "readAt" FROM metric_series',
    )
    for (const { qualifier, readAt } of rows) read[qualifier]?.push((readAt.getTime() - NOW_MS) / MINUTE_MS)
  }
  expect(read['']).toEqual([-2, -2, 1, 1, 1, 4, 4, 4])
  expect(read.live).toEqual(read[''])
})

it('has the log group read at once that rests because nothing was called, when something was', async () => {
  await db.pool.query(`
    INSERT INTO account_region (id, account_id, region) VALUES (1, '123456789012', 'eu-west-1');
    INSERT INTO lambda_function (id, account_region_id, arn, name, log_group_name, seen_at) VALUES
      (7, 1, 'arn:a', 'a', 'shared', now()), (8, 1, 'arn:b', 'b', NULL, now());
    UPDATE metric_series SET function_id = 7, metric = 'Invocations', statistic = 'Sum' WHERE metric = 'ConcurrentExecutions'`)
  await db.pool.query(`
    INSERT INTO sync_state (account_region_id, step, subject, kind, state, next_run_at, cursor)
    SELECT 1, 'logs', subject, 'logs', 'ok', 'infinity', '{"isUnused": true}' FROM unnest(ARRAY['shared', '/aws/lambda/b']) AS subject`)
  await runWith([])
  const { rows } = await db.pool.query(`SELECT subject FROM sync_state WHERE step = 'logs' AND next_run_at = 'epoch'`)
  expect(rows).toEqual([{ subject: 'shared' }])
})

it('reads all others where CloudWatch refuses the queries of one function, and says which', async () => {
  await db.pool.query(`
    INSERT INTO account_region (id, account_id, region) VALUES (1, '123456789012', 'eu-west-1');
    INSERT INTO lambda_function (id, account_region_id, arn, name, seen_at)
    SELECT id, 1, 'arn:' || id, 'fn-' || id, now() FROM generate_series(1, 60) AS id;
    INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic)
    SELECT 1, f.id, '', '', metric, 'Sum' FROM lambda_function f,
      unnest(ARRAY['AsyncEventsReceived', 'AsyncEventsDropped', 'DeadLetterErrors', 'DestinationDeliveryFailures', 'Errors',
        'Invocations', 'ProvisionedConcurrencySpilloverInvocations', 'Throttles']) AS metric ORDER BY f.id`)
  refusedText = '"fn-7"'
  for (let run = 0; run < 2; run += 1) {
    await runWith([])
    const { rows } = await db.pool.query(`
      SELECT DISTINCT coalesce(f.name = 'fn-7', false) AS refused, isempty(s.covered) AS "isEmpty"
      FROM metric_series s LEFT JOIN lambda_function f ON f.id = s.function_id ORDER BY 1`)
    expect(rows).toEqual([
      { refused: false, isEmpty: false },
      { refused: true, isEmpty: true },
    ])
    const { rows: states } = await db.pool.query('SELECT state, detail FROM sync_state')
    expect(states[0]).toEqual({ state: 'ok', detail: expect.stringMatching(/Errors, .* of fn-7: .*is not valid/) })
    nowMs += 3 * MINUTE_MS
  }
})

it('takes a call of which each query is refused for refused as a whole, and covers nothing', async () => {
  refusedText = '"'
  for (const backfill of [false, true]) {
    await runWith([], { backfill })
    const { rows } = await db.pool.query('SELECT state, isempty(covered) AS "isEmpty" FROM sync_state')
    expect(rows).toEqual([{ state: 'failed', isEmpty: true }])
  }
})

import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { runStep } from '@/lib/sync/run-step'
import { prune } from '@/lib/sync/steps/prune'
import { ensurePartitions, PARTITIONED_TABLES } from '@/lib/sync/store/ensure-partitions'
import { waitForGroup } from '@/lib/sync/store/hold-group'
import type { SyncStep } from '@/lib/sync/sync-step'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const DAY_MS = 86_400_000
let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, 4)
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

/** Pruning never calls AWS: of the access, only what is counted is there. */
function noAws(): AwsAccess {
  return { calls: 0 } as AwsAccess
}

async function listDays(table: string): Promise<string[]> {
  const sql = `SELECT right(inhrelid::regclass::text, 8) AS day FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`
  return (await selectRows<{ day: string }>(db.pool, sql, [table])).map(({ day }) => day)
}

async function prunePlace(): Promise<boolean> {
  return runPlace(db.pool, prune)
}

async function runPlace(pool: pg.Pool, step: SyncStep): Promise<boolean> {
  const settings = { backfillMs: DAY_MS, metricsEveryMs: 60_000, hashKey: '' }
  const place = { id: 1, accountId: '1', region: 'eu-west-1' }
  const { signal } = new AbortController()
  return runStep({
    pool,
    place,
    step,
    subject: '',
    settings,
    clock: () => NOW_MS,
    openAws: noAws,
    signal,
  })
}

beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE sync_state, sync_run, metric_series, metric_hour, retention, api_usage, api_usage_function',
  )
  await db.pool.query(
    `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES (1, 'prune', '', 'inventory', 'epoch')`,
  )
})

it('drops the days that are older than the retention, makes the next ones, and keeps the rest', async () => {
  await ensurePartitions(db.pool, PARTITIONED_TABLES, { fromMs: NOW_MS - 40 * DAY_MS, toMs: NOW_MS })
  await db.pool.query(`
    INSERT INTO api_usage (account_region_id, service, operation, hour, calls, billed_units, usd)
    SELECT 1, 'logs', 'FilterLogEvents', at, 1, 0, 0 FROM unnest(ARRAY['2025-10-01', '2026-11-19']::timestamptz[]) AS at`)
  await db.pool.query(`
    INSERT INTO api_usage_function SELECT 1, 1, at, 1, 0 FROM unnest(ARRAY['2026-08-01', '2026-11-19']::date[]) AS at`)
  expect(await prunePlace()).toBe(true)
  for (const [table, first] of [
    ['log_event', '20261113'],
    ['invocation', '20261113'],
    ['trace_documents', '20261113'],
    ['log_block', '20261113'],
    ['metric_hour', '20261021'],
    ['invocation_minute', '20261021'],
    ['trace', '20261021'],
    ['trace_function', '20261021'],
    ['sync_run', '20261118'],
  ] as const) {
    const days = await listDays(table)
    expect([table, days[0], days.at(-1)]).toEqual([table, first, '20261122'])
  }
  for (const table of ['api_usage', 'api_usage_function']) {
    const [usage] = await selectRows<{ n: number }>(db.pool, `SELECT count(*)::int AS n FROM ${table}`, [])
    expect([table, usage?.n]).toEqual([table, 1])
  }
})

it('takes few rows at once of what is not partitioned, and comes back soon for the rest', async () => {
  await db.pool.query(`
    INSERT INTO retry_hour (account_region_id, function_id, at, version, attempts, gb_ms)
    SELECT 1, n, '2025-10-01', '1', 0, 0 FROM generate_series(1, 100001) AS n`)
  const left = async () =>
    (await selectRows<{ n: number }>(db.pool, 'SELECT count(*)::int AS n FROM retry_hour', []))[0]?.n
  const dueInMs = async () => {
    const sql = `SELECT (extract(epoch FROM next_run_at) * 1000)::float8 AS "atMs" FROM sync_state WHERE step = 'prune'`
    return ((await selectRows<{ atMs: number }>(db.pool, sql, []))[0]?.atMs ?? 0) - NOW_MS
  }
  await prunePlace()
  expect([await left(), await dueInMs()]).toEqual([1, 60_000])
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch'`)
  await prunePlace()
  expect([await left(), await dueInMs()]).toEqual([0, 3_600_000])
})

it('keeps a week as long as one of its days', async () => {
  await db.pool.query(`
    INSERT INTO metric_week SELECT 2, 1, monday, '{1,1,1,1,1,1,1}', false
    FROM unnest('{2026-10-12,2026-10-19,2026-10-26}'::timestamptz[]) AS monday`)
  await db.pool.query(`
    INSERT INTO invocation_week SELECT 2, 1, monday, 7, 0, 0, NULL, '' FROM unnest('{2026-08-10,2026-08-17}'::timestamptz[]) AS monday`)
  expect(await prunePlace()).toBe(true)
  const left = await selectRows<{ monday: string }>(
    db.pool,
    `SELECT to_char(at AT TIME ZONE 'UTC', 'MM-DD') AS monday FROM (SELECT at FROM metric_week UNION ALL SELECT at FROM invocation_week) AS w
     ORDER BY 1`,
    [],
  )
  expect(left.map(({ monday }) => monday)).toEqual(['08-17', '10-19', '10-26'])
})

it('keeps what is set, and rollups longer than the lines and invocations that they are made of', async () => {
  await ensurePartitions(db.pool, ['log_event', 'invocation', 'invocation_minute'], {
    fromMs: NOW_MS - 12 * DAY_MS,
    toMs: NOW_MS,
  })
  await db.pool.query(
    `INSERT INTO retention (kind, days, changed_at) VALUES ('logLines', 2, now()), ('minuteRollups', 10, now())`,
  )
  await db.pool.query(`
    INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, covered, target_from)
    VALUES (2, 'logs', 'a', 'logs', 'infinity', '{[2026-10-01 00:00+00,2026-11-20 15:00+00)}', '2026-10-01')`)
  expect(await prunePlace()).toBe(true)
  const first = async (table: string) => (await listDays(table))[0]
  expect(await first('log_event')).toBe('20261118')
  expect(await first('invocation')).toBe('20261113')
  expect(await first('invocation_minute')).toBe('20261110')
  const [state] = await selectRows<{ from: Date }>(
    db.pool,
    `SELECT lower(covered) AS from FROM sync_state WHERE subject = 'a' AND target_from = lower(covered)`,
    [],
  )
  expect(state?.from).toEqual(new Date('2026-11-10'))
})

describe('a day whose rollups are not whole', () => {
  const STEP = `
    INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, backfill_at, covered, target_from)
    VALUES (2, 'logs', 'a', 'logs', 'infinity', 'epoch', '{[2026-11-05 12:00+00,2026-11-20 15:00+00)}', '2026-11-01')`
  const RUN = `
    INSERT INTO sync_run (account_region_id, step, subject, started_at, ended_at, outcome, calls, rows, backfilled_ms)
    VALUES (2, 'logs', 'a', '2026-11-20 15:00+00', '2026-11-20 15:00+00', 'ok', 1, 1, 60000)`

  beforeEach(async () => {
    await ensurePartitions(db.pool, ['invocation', 'sync_run'], { fromMs: NOW_MS - 24 * DAY_MS, toMs: NOW_MS })
    await db.pool.query(`
      DELETE FROM account_region;
      DELETE FROM aws_account;
      INSERT INTO aws_account (id, name, origin) VALUES (1, 'shop', 'admin');
      INSERT INTO account_region (id, account_id, region, aws_account_id) VALUES (2, '2', 'eu-west-1', 1);
      ${STEP}; ${RUN}`)
  })

  const listKept = async (change: string) => {
    await db.pool.query(change)
    expect(await prunePlace()).toBe(true)
    return (await listDays('invocation')).filter((day) => day < '20261113')
  }

  it('keeps its lines while a group reads it, or comes to it soon', async () => {
    expect(await listKept('')).toEqual(['20261103', '20261104', '20261105'])
  })

  it.each([
    [
      'was deleted, or fails, or is read by Logs Insights only, and never gets further',
      'UPDATE sync_run SET backfilled_ms = 0',
    ],
    ['got no further for a day', `UPDATE sync_run SET started_at = '2026-11-19 15:00+00'`],
    ['lacks nothing that would be read', 'UPDATE sync_state SET backfill_at = NULL'],
    ['belongs to an account that is paused', 'UPDATE aws_account SET paused = true'],
    ['is not to go further back', `UPDATE aws_account SET paused_backfills = '{logs}'`],
    ['is no longer pulled', 'UPDATE account_region SET pulled = false'],
  ])('is not kept for a group that %s', async (_what, change) => {
    expect(await listKept(change)).toEqual([])
  })
})

it('leaves a partition that is used all the time, drops the others, and comes back soon', async () => {
  await ensurePartitions(db.pool, ['log_event', 'invocation'], { fromMs: NOW_MS - 12 * DAY_MS, toMs: NOW_MS })
  const reader = await db.pool.connect()
  await reader.query('BEGIN; SELECT 1 FROM log_event_20261109 LIMIT 1')
  expect(await prunePlace()).toBe(true)
  await reader.query('COMMIT')
  reader.release()
  const old = async (table: string) => (await listDays(table)).filter((day) => day < '20261113')
  expect([await old('log_event'), await old('invocation')]).toEqual([['20261109'], []])
  const readDue = `SELECT state, next_run_at AS "dueAt" FROM sync_state WHERE step = 'prune'`
  expect(await selectRows(db.pool, readDue, [])).toEqual([{ state: 'ok', dueAt: new Date(NOW_MS + 60_000) }])
})

it('forgets streams without lines that have ended, and those that Lambda did not name unless a page is being stored', async () => {
  await db.pool.query('TRUNCATE log_stream, log_event')
  await ensurePartitions(db.pool, ['log_event'], { fromMs: NOW_MS, toMs: NOW_MS })
  await db.pool.query(`
    INSERT INTO log_stream (id, account_region_id, log_group_id, name) VALUES
      (1, 1, 1, '2026/11/01/[1]ended'), (2, 1, 1, '2026/11/19/[1]lives'), (3, 1, 1, 'fluent-bit-7f9c'), (4, 1, 1, 'default'),
      (5, 1, 2, 'busy');
    INSERT INTO log_event (at, account_region_id, stream_id, foldable, event_id, message)
    VALUES ('2026-11-20 10:00+00', 1, 4, false, '', '')`)
  const client = await db.pool.connect()
  await client.query('BEGIN')
  await waitForGroup(client, 2, { fromMs: NOW_MS, toMs: NOW_MS })
  await prunePlace()
  await client.query('COMMIT')
  client.release()
  const left = await selectRows<{ id: number }>(db.pool, 'SELECT id FROM log_stream ORDER BY id', [])
  expect(left.map(({ id }) => id)).toEqual([2, 4, 5])
})

it('forgets a series that is gone with the last that is stored or known of it', async () => {
  const recent = `'{[2026-11-01 00:00+00,2026-11-20 15:00+00)}'::tstzmultirange`
  await db.pool.query(`
    INSERT INTO metric_series (id, account_region_id, function_id, qualifier, executed_version, metric, statistic, state, covered)
    VALUES (1, 1, 1, 'a', '', 'Invocations', 'Sum', 'gone', '{}'), (2, 1, 1, 'b', '', 'Invocations', 'Sum', 'gone', '{}'),
      (3, 1, 1, 'c', '', 'Invocations', 'Sum', 'gone', ${recent}), (4, 1, 1, 'd', '', 'Invocations', 'Sum', 'asked', '{}')`)
  await ensurePartitions(db.pool, ['metric_hour', 'metric_day'], { fromMs: NOW_MS, toMs: NOW_MS + 1 })
  await db.pool.query(`INSERT INTO metric_hour (account_region_id, series_id, at, points) VALUES (1, 2, $1, '{1}')`, [
    new Date(NOW_MS),
  ])
  expect(await prunePlace()).toBe(true)
  const left = await selectRows<{ id: number }>(db.pool, 'SELECT id FROM metric_series ORDER BY id', [])
  expect(left.map(({ id }) => id)).toEqual([2, 3, 4])
})

it('says of what is dropped that it is not known, which is not the same as zero', async () => {
  const covered = `'{[2026-10-01 00:00+00,2026-10-03 00:00+00),[2026-10-05 00:00+00,2026-11-20 15:00+00)}'::tstzmultirange`
  await db.pool.query(`
    INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, metric, statistic, covered)
    VALUES (2, 1, '', '', 'Invocations', 'Sum', ${covered})`)
  await db.pool.query(`
    INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, covered, target_from)
    SELECT 2, step, '', step, 'infinity', ${covered}, '2026-10-01' FROM unnest(ARRAY['logs', 'metrics', 'traces']) AS step`)
  expect(await prunePlace()).toBe(true)
  const rows = await selectRows<{ name: string; from: Date; whole: boolean }>(
    db.pool,
    `SELECT name, lower(covered) AS from, (SELECT count(*) FROM unnest(covered)) = 1 AND upper(covered) = '2026-11-20 15:00+00'
       AND coalesce(target_from = lower(covered), name = 'series') AS whole
     FROM (SELECT 'series' AS name, covered, NULL::timestamptz AS target_from FROM metric_series UNION ALL
       SELECT step, covered, target_from FROM sync_state WHERE account_region_id = 2) AS c ORDER BY name`,
    [],
  )
  expect(rows).toEqual([
    { name: 'logs', from: new Date('2026-10-21'), whole: true },
    { name: 'metrics', from: new Date('2026-10-21'), whole: true },
    { name: 'series', from: new Date('2026-10-21'), whole: true },
    { name: 'traces', from: new Date('2026-10-21'), whole: true },
  ])
})

it('lets a step that another worker took a partition from make it again', async () => {
  const other = openDb(database.url, 2)
  const old = NOW_MS - 20 * DAY_MS
  const step: SyncStep = {
    name: 'logs',
    kind: 'logs',
    deadlineMs: 10_000,
    async run({ pool, lease }) {
      await ensurePartitions(pool, ['log_event'], { fromMs: old, toMs: old })
      await lease.query(
        `INSERT INTO log_event (at, account_region_id, stream_id, foldable, event_id, message) VALUES ($1, 1, 1, false, '', '')`,
        [new Date(old)],
      )
      return { state: 'ok', detail: null, nextRunAtMs: NOW_MS, rows: 1 }
    },
  }
  const readStates = async () => {
    await db.pool.query(`
      INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES (1, 'logs', '', 'logs', 'epoch')
      ON CONFLICT (account_region_id, step, subject) DO UPDATE SET next_run_at = 'epoch'`)
    await runPlace(other.pool, step)
    const rows = await selectRows<{ state: string }>(db.pool, `SELECT state FROM sync_state WHERE step = 'logs'`, [])
    return rows[0]?.state
  }
  expect(await readStates()).toBe('ok')
  await prunePlace()
  expect(await readStates()).toBe('failed')
  expect(await readStates()).toBe('ok')
  await other.close()
})

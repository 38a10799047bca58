import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import {
  HOUR,
  MINUTE,
  requestIdOf,
  type SeededFunction,
  seedFunction,
  seedPartitions,
  seedPlace,
  seedStream,
  T0,
} from '@/lib/server/testing/seed'
import { groupIssues } from '@/lib/sync/store/group-issues'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { rollUp } from '@/lib/sync/store/roll-up'

let database: TestDatabase
let db: Db
let orders: SeededFunction
let billing: SeededFunction
let streamId: number
let keys = 0
const KEPT = { mostHours: 20, keptFromMs: T0 - 90 * 24 * HOUR }

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, 4)
  await seedPartitions(db)
  const place = await seedPlace(db)
  orders = await seedFunction(db, place, 'orders')
  billing = await seedFunction(db, place, 'billing')
  streamId = await seedStream(db, orders, 'a')
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE invocation, invocation_minute, invocation_hour, invocation_day, invocation_week, issue, issue_hour, issue_day, issue_due, cost_day, retry_hour',
  )
})

type Failure = {
  requestId?: number
  fn?: SeededFunction
  atMs: number
  message?: string
  result?: string
  frame?: string | null
  version?: string
}

/** Stores invocations as a fold does, and rolls up their minutes. */
async function happen(...failures: Failure[]): Promise<void> {
  for (const {
    fn = orders,
    atMs,
    message = 'order 1 is bad',
    result = 'error',
    frame = 'check (app.py)',
    version = '1',
    requestId,
  } of failures) {
    keys += 1
    await db.pool.query(
      `INSERT INTO invocation (account_region_id, function_id, started_at, key, stream_id, request_id, version, closed, cold_start,
         result, error_type, error_message, error_frame, duration_ms, billed_ms, memory_mb)
       VALUES ($1, $2, $3, decode(lpad(to_hex($4::int), 16, '0'), 'hex'), $5, coalesce($10::uuid, gen_random_uuid()), $6, true, false, $7::text,
         CASE WHEN $7 = 'error' THEN 'ValueError' END, $8, $9, 10, 10, 128)`,
      [
        ...[fn.place.id, fn.id, new Date(atMs), keys, streamId, version, result, message, frame],
        requestId === undefined ? null : requestIdOf(requestId),
      ],
    )
  }
  await rollUpAgain(failures)
}

async function rollUpAgain(failures: readonly Failure[]): Promise<void> {
  const minutes = failures.map(({ fn = orders, atMs }) => ({
    functionId: fn.id,
    minuteMs: Math.floor(atMs / MINUTE) * MINUTE,
  }))
  const client = await db.pool.connect()
  try {
    await inTransaction(client, () => rollUp(client, orders.place.id, minutes))
  } finally {
    client.release()
  }
}

async function group(wanted = KEPT): Promise<number> {
  const client = await db.pool.connect()
  try {
    return await groupIssues(client, orders.place.id, wanted)
  } finally {
    client.release()
  }
}

type IssueRow = {
  class: string
  shape: string
  state: string
  firstMs: number
  lastMs: number
  version: string
  count: number
  days: number
}

function listIssues(): Promise<IssueRow[]> {
  return selectRows<IssueRow>(
    db.pool,
    `SELECT class, shape, state, (extract(epoch FROM first_seen_at) * 1000)::float8 AS "firstMs", first_version AS version,
       (extract(epoch FROM last_seen_at) * 1000)::float8 AS "lastMs",
       (SELECT sum(invocations)::int FROM issue_hour h WHERE h.issue_id = i.id) AS count,
       (SELECT sum(invocations)::int FROM issue_day d WHERE d.issue_id = i.id) AS days
     FROM issue i ORDER BY id`,
    [],
  )
}

describe('grouping failures', () => {
  it('makes one issue of the same error over functions, versions and hours', async () => {
    await happen(
      { atMs: T0 + 5 * MINUTE, message: 'order 17 is bad', version: '1' },
      { atMs: T0 + HOUR, message: 'order 18 is bad', version: '2' },
      { fn: billing, atMs: T0 + 7 * MINUTE, message: 'order 19 is bad' },
      { atMs: T0 + 8 * MINUTE, result: 'success' },
    )
    expect(await group()).toBe(3)
    expect(await listIssues()).toEqual([
      {
        class: 'error',
        shape: 'order # is bad',
        state: 'active',
        firstMs: T0 + 5 * MINUTE,
        lastMs: T0 + HOUR,
        version: '1',
        count: 3,
        days: 3,
      },
    ])
    const [hour] = await selectRows<{ minutes: number[]; samples: number }>(
      db.pool,
      'SELECT minutes, cardinality(sample_keys) AS samples FROM issue_hour WHERE function_id = $1 ORDER BY at LIMIT 1',
      [orders.id],
    )
    expect(hour?.minutes.flatMap((count, minute) => (count > 0 ? [[minute, count]] : []))).toEqual([[5, 1]])
    expect(hour?.samples).toBe(1)
  })

  it('keeps time-outs, out of memory and init errors apart, and each function its own', async () => {
    await happen(
      { atMs: T0, result: 'timeout', message: 'Task timed out after 3.00 seconds', frame: null },
      { atMs: T0 + 1, result: 'out-of-memory', message: 'signal: killed', frame: null },
      { atMs: T0 + 2, result: 'init-error', message: 'no module', frame: null },
      { fn: billing, atMs: T0, result: 'timeout', message: 'Task timed out after 3.00 seconds', frame: null },
    )
    await group()
    const classes = (await listIssues()).map((issue) => issue.class)
    expect(classes.sort()).toEqual(['init-error', 'out-of-memory', 'timeout', 'timeout'])
  })

  it('is the same done twice', async () => {
    await happen({ atMs: T0 }, { atMs: T0 + HOUR, message: 'other' })
    await group()
    const once = await listIssues()
    await rollUpAgain([{ atMs: T0 }, { atMs: T0 + HOUR }])
    expect(await group()).toBe(2)
    expect(await listIssues()).toEqual(once)
    expect(await group()).toBe(0)
  })

  it('counts a late line, moves first seen back, and forgets what a better reading took away', async () => {
    await happen({ atMs: T0 + 30 * MINUTE, version: '2' })
    await group()
    await happen({ atMs: T0 + MINUTE, version: '1' })
    await group()
    expect(await listIssues()).toMatchObject([{ count: 2, firstMs: T0 + MINUTE, version: '1' }])
    await db.pool.query('DELETE FROM invocation')
    await rollUpAgain([{ atMs: T0 + MINUTE }, { atMs: T0 + 30 * MINUTE }])
    expect(await group()).toBe(1)
    expect(await listIssues()).toEqual([])
  })

  it('reopens a resolved issue that comes back, for nothing that was before, and no ignored one', async () => {
    await happen({ atMs: T0 }, { atMs: T0, message: 'noise' })
    await group()
    const at = new Date(T0 + 10 * MINUTE)
    await db.pool.query(
      `UPDATE issue SET state = CASE shape WHEN 'noise' THEN 'ignored' ELSE 'resolved' END, state_at = $1`,
      [at],
    )
    await happen({ atMs: T0 + 9 * MINUTE }, { atMs: T0 + 9 * MINUTE, message: 'noise' })
    await group()
    expect((await listIssues()).map(({ state }) => state)).toEqual(['resolved', 'ignored'])
    await happen({ atMs: T0 + 11 * MINUTE }, { atMs: T0 + 11 * MINUTE, message: 'noise' })
    await group()
    expect((await listIssues()).map(({ state }) => state)).toEqual(['active', 'ignored'])
  })

  it('keeps when an issue was first seen after that hour has been pruned', async () => {
    await happen({ atMs: T0 - HOUR, version: '1' }, { atMs: T0, version: '2' })
    await group()
    await db.pool.query('DELETE FROM issue_hour WHERE at < $1', [new Date(T0)])
    await happen({ atMs: T0 + MINUTE, version: '2' })
    await group({ ...KEPT, keptFromMs: T0 })
    expect(await listIssues()).toMatchObject([{ firstMs: T0 - HOUR, lastMs: T0 + MINUTE, version: '1', count: 2 }])
  })

  it('does not make an issue of every message of a function that says something else each time', async () => {
    const word = (at: number) => [...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
    await happen(...Array.from({ length: 130 }, (_, at) => ({ atMs: T0 + at, message: `no ${word(1000 + at)}` })))
    await group()
    const issues = await listIssues()
    expect(issues).toHaveLength(101)
    expect(issues.reduce((sum, { count }) => sum + count, 0)).toBe(130)
    expect(issues.find(({ shape }) => shape === '')?.count).toBe(30)
  })

  it('does not hold up a roll-up of the same hour, and takes its mark after that', async () => {
    await happen({ atMs: T0 })
    const client = await db.pool.connect()
    try {
      await client.query('BEGIN')
      await rollUp(client, orders.place.id, [{ functionId: orders.id, minuteMs: T0 }])
      expect(await group()).toBe(1)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
    expect(await group()).toBe(1)
    expect(await listIssues()).toMatchObject([{ count: 1 }])
  })

  it('counts each attempt that followed a failed one, also over the hour, once', async () => {
    const request = (atMs: number, result: string, requestId: number) => ({ atMs, result, requestId })
    await happen(
      request(T0 + 58 * MINUTE, 'error', 1),
      request(T0 + 59 * MINUTE, 'error', 1),
      request(T0 + 61 * MINUTE, 'success', 1),
      request(T0 + 61 * MINUTE + 1, 'success', 2),
    )
    while ((await group()) > 0);
    const rows = await selectRows(
      db.pool,
      'SELECT (extract(epoch FROM at - $1::timestamptz) / 3600)::int AS hour, attempts, gb_ms AS "gbMs", minutes FROM retry_hour ORDER BY at',
      [new Date(T0)],
    )
    expect(rows).toEqual([
      { hour: 0, attempts: 1, gbMs: 10 * 0.125, minutes: [59] },
      { hour: 1, attempts: 1, gbMs: 10 * 0.125, minutes: [1] },
    ])
  })

  it('counts a retry over the hour whichever hour is read first, and however long the failed attempt took', async () => {
    const [failedMs, againMs] = [T0 + 44 * MINUTE, T0 + 61 * MINUTE]
    await happen({ atMs: againMs, result: 'success', requestId: 7 })
    while ((await group()) > 0);
    await happen({ atMs: failedMs, result: 'timeout', requestId: 7 })
    while ((await group()) > 0);
    const rows = await selectRows(db.pool, 'SELECT at, attempts FROM retry_hour', [])
    expect(rows).toEqual([{ at: new Date(T0 + HOUR), attempts: 1 }])
  })

  it('groups a message that is cut within a character', async () => {
    await happen({ atMs: T0, message: `${'x'.repeat(999)}😀`, frame: `${'y'.repeat(199)}😀` })
    expect(await group()).toBe(1)
    expect(await listIssues()).toHaveLength(1)
  })

  it('uses up no number for an issue that is there', async () => {
    await happen({ atMs: T0 })
    await group()
    const next = async () =>
      (await selectRows<{ last: string }>(db.pool, 'SELECT last_value AS last FROM issue_id_seq', []))[0]?.last
    const before = await next()
    await rollUpAgain([{ atMs: T0 }])
    expect(await group()).toBe(1)
    expect(await next()).toBe(before)
  })

  it('does not mark hours in which nothing failed', async () => {
    await happen({ atMs: T0, result: 'success' })
    expect(await group()).toBe(0)
  })
})

import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { readMinuteCounts, wordOfLevel } from '@/lib/server/blocks/block-index'
import { readPackedLines } from '@/lib/server/blocks/read-packed-lines'
import { admitsWord, probeOf } from '@/lib/server/blocks/word-filter'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getInvocation } from '@/lib/server/queries/get-invocation'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { runStep } from '@/lib/sync/run-step'
import { packLogs } from '@/lib/sync/steps/pack-logs'
import { addPackedLines } from '@/lib/sync/store/add-packed-lines'
import { encodeLogPage } from '@/lib/sync/store/encode-log-page'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readGroupOwners } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { packHour } from '@/lib/sync/store/pack-hour'
import { storeLogPage } from '@/lib/sync/store/store-log-page'
import { readStretch } from '@/lib/sync/store/stored-lines'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TODAY_MS = Date.UTC(2026, 10, 20)
const YESTERDAY_MS = TODAY_MS - DAY_MS
const NOW_MS = TODAY_MS + 15 * HOUR_MS
const GROUP = '/aws/lambda/orders'
const STREAMS = ['2026/11/19/[7]22be53a8c0e14ddf9b1e1d7e9b1c1e1f', '2026/11/19/[7]f1e1c1b9e7d1e1b9fdd4e10c8a35eb22']
let database: TestDatabase
let db: Db
let context: LogPageContext

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, 4)
  await db.pool.query(`
    INSERT INTO account_region (id, account_id, region) VALUES (1, '123456789012', 'eu-west-1');
    INSERT INTO lambda_function (id, account_region_id, arn, name, timeout_s, seen_at) VALUES (1, 1, 'arn:orders', 'orders', 30, now());
    INSERT INTO log_group (id, account_region_id, name, seen_at) VALUES (1, 1, '${GROUP}', now())`)
  await ensurePartitions(db.pool, ['log_event', 'log_block', 'invocation', 'invocation_minute', 'invocation_hour'], {
    fromMs: YESTERDAY_MS - DAY_MS,
    toMs: TODAY_MS,
  })
  const client = await db.pool.connect()
  context = {
    group: { id: 1, accountRegionId: 1, name: GROUP },
    owners: await readGroupOwners(client, 1, GROUP),
    groupKey: GROUP,
  }
  client.release()
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

beforeEach(clear)

async function clear(): Promise<void> {
  for (const table of ['log_event', 'log_block', 'invocation', 'invocation_minute', 'invocation_hour', 'sync_state'])
    await db.pool.query(`DELETE FROM ${table}`)
  await db.pool.query(`
    INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at, covered, target_from) VALUES
      (1, 'pack-logs', '', 'inventory', 'epoch', DEFAULT, NULL),
      (1, 'logs', '${GROUP}', 'logs', 'infinity', '{[2026-11-18 12:00+00,2026-11-20 15:00+00)}', '2026-11-18 12:00+00')`)
}

async function store(events: readonly LogEventRecord[]): Promise<number> {
  const client = await db.pool.connect()
  try {
    return await inTransaction(client, () => storeLogPage(client, context, encodeLogPage(1, events)))
  } finally {
    client.release()
  }
}

/** Packing never calls AWS: of the access, only what is counted is there. */
async function pack(): Promise<void> {
  await db.pool.query(`UPDATE sync_state SET next_run_at = 'epoch' WHERE step = 'pack-logs'`)
  const ran = await runStep({
    pool: db.pool,
    place: { id: 1, accountId: '123456789012', region: 'eu-west-1' },
    step: packLogs,
    subject: '',
    settings: { backfillMs: DAY_MS, metricsEveryMs: 60_000, hashKey: '' },
    clock: () => NOW_MS,
    openAws: () => ({ calls: 0 }) as AwsAccess,
    signal: new AbortController().signal,
  })
  expect(ran).toBe(true)
}

async function count(table: string): Promise<number> {
  return (await selectRows<{ n: number }>(db.pool, `SELECT count(*)::int AS n FROM ${table}`, []))[0]?.n ?? -1
}

async function dumpFolded(): Promise<unknown[]> {
  const tables = ['invocation', 'invocation_minute', 'invocation_hour']
  const read = (table: string) =>
    selectRows(db.pool, `SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`, [])
  return Promise.all(tables.map(read))
}

/** One invocation a minute in each of two environments, from a moment of yesterday. */
function linesFrom(startMs: number, invocations: number, tail = ''): LogEventRecord[] {
  const lines: LogEventRecord[] = []
  for (let n = 0; n < invocations; n += 1) {
    for (const [place, streamName] of STREAMS.entries()) {
      const atMs = startMs + n * 60_000
      const id = `c3252230-c73d-49f6-884${place}-${String(n).padStart(12, '0')}`
      const say = (ms: number, message: string) => {
        const eventId = String(lines.length + 1).padStart(56, '0')
        lines.push({ eventId, streamName, atMs: atMs + ms, message })
      }
      say(0, `START RequestId: ${id} Version: 7\n`)
      say(1, `2026-11-19T10:00:00.000Z\t${id}\tINFO\tworking on it ${n}${tail}\n`)
      say(2, 'a line that names no request')
      say(50, `END RequestId: ${id}\n`)
      const memory = 'Memory Size: 512 MB\tMax Memory Used: 96 MB'
      say(50, `REPORT RequestId: ${id}\tDuration: 50.10 ms\tBilled Duration: 51 ms\t${memory}\t\n`)
    }
  }
  return lines
}

const busyId = (n: number) => `c3252230-c73d-49f6-8840-${String(n).padStart(12, '0')}`

/** Invocations of one environment, ten milliseconds apart. */
function busyLines(startMs: number, invocations: number): LogEventRecord[] {
  return Array.from({ length: invocations }, (_, n) => {
    const memory = 'Memory Size: 512 MB\tMax Memory Used: 96 MB'
    const messages = [
      `START RequestId: ${busyId(n)} Version: 7\n`,
      `END RequestId: ${busyId(n)}\n`,
      `REPORT RequestId: ${busyId(n)}\tDuration: 5.10 ms\tBilled Duration: 6 ms\t${memory}\t\n`,
    ]
    return messages.map((message, at) => ({
      ...{ eventId: String(3 * n + at + 1).padStart(56, '0'), streamName: STREAMS[0] ?? '' },
      ...{ atMs: startMs + 10 * n + 3 * at, message },
    }))
  }).flat()
}

async function readLines(): Promise<unknown[]> {
  const request = { from: YESTERDAY_MS - DAY_MS, to: NOW_MS, limit: 1000, sort: 'newest' } as const
  const { items } = await listInvocations(db, await getFunctionIdentity(db, 'orders'), request, NOW_MS)
  expect(items).toHaveLength(360)
  const some = items.filter((_, place) => place % 10 < 2)
  return Promise.all(some.map(async ({ id }) => (await getInvocation(db, id)).lines))
}

describe('packLogs', () => {
  it('packs what is closed, leaves the room of its rows, and shows the same lines as before', async () => {
    const lines = linesFrom(YESTERDAY_MS + 22 * HOUR_MS, 180)
    await store(lines)
    const before = await readLines()
    const closed = lines.filter(({ atMs }) => atMs < TODAY_MS)
    await pack()
    expect(await count('log_event')).toBe(lines.length - closed.length)
    const [kept] = await selectRows<{ lines: number; bytes: number }>(
      db.pool,
      `SELECT sum(lines)::int AS lines, pg_relation_size('log_event_20261119')::int AS bytes FROM log_block`,
      [],
    )
    expect(kept).toEqual({ lines: closed.length, bytes: 0 })
    const after = await readLines()
    expect(after).toHaveLength(72)
    expect(after).toEqual(before)
    expect(after[0]).toHaveLength(5)
  })

  it('packs no day before all of it is read, nor one that lines may still come for', async () => {
    await store(linesFrom(YESTERDAY_MS, 2))
    await store(linesFrom(TODAY_MS, 2))
    await db.pool.query(
      `UPDATE sync_state SET covered = '{[2026-11-19 00:01+00,2026-11-20 15:00+00)}' WHERE step = 'logs'`,
    )
    await pack()
    expect([await count('log_event'), await count('log_block')]).toEqual([40, 0])
    await db.pool.query(`UPDATE sync_state SET target_from = '2026-11-19 00:01+00' WHERE step = 'logs'`)
    await pack()
    expect([await count('log_event'), await count('log_block')]).toEqual([20, 1])
  })

  it('does not wait for ever for a day that nobody reads any further', async () => {
    const beforeMs = TODAY_MS - 3 * DAY_MS
    await ensurePartitions(db.pool, ['log_event', 'log_block', 'invocation', 'invocation_minute', 'invocation_hour'], {
      fromMs: beforeMs - DAY_MS,
      toMs: beforeMs,
    })
    await ensurePartitions(db.pool, ['sync_run'], { fromMs: TODAY_MS, toMs: TODAY_MS })
    await store(linesFrom(beforeMs, 2))
    await db.pool.query(`
      UPDATE sync_state SET backfill_at = 'epoch', target_from = '2026-11-10', covered = '{[2026-11-17 00:01+00,2026-11-20 15:00+00)}'
      WHERE step = 'logs';
      INSERT INTO sync_run (account_region_id, step, subject, started_at, ended_at, outcome, calls, rows, backfilled_ms)
      VALUES (1, 'logs', '${GROUP}', '2026-11-20 14:00+00', '2026-11-20 14:00+00', 'ok', 1, 1, 60000)`)
    await pack()
    expect([await count('log_event'), await count('log_block')]).toEqual([20, 0])
    await db.pool.query('UPDATE sync_run SET backfilled_ms = 0')
    await pack()
    expect([await count('log_event'), await count('log_block')]).toEqual([0, 1])
  })

  it('keeps a line that comes late or again once, and folds as if nothing were packed', async () => {
    const lines = linesFrom(YESTERDAY_MS + 23 * HOUR_MS + 50 * 60_000, 20)
    const arbitrary = fc.record({
      late: fc.subarray(lines, { minLength: 1, maxLength: 30 }),
      again: fc.subarray(lines, { minLength: 1 }),
    })
    await store(lines)
    const expected = await dumpFolded()
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ late, again }) => {
        await clear()
        const isLate = new Set(late)
        const early = lines.filter((line) => !isLate.has(line))
        await store(early)
        await pack()
        expect(await store(again.filter((line) => !isLate.has(line)))).toBe(0)
        expect(await store([...late, ...again])).toBe(late.length)
        expect(await dumpFolded()).toEqual(expected)
        await pack()
        expect(await store(lines)).toBe(0)
        expect(await dumpFolded()).toEqual(expected)
      }),
      { numRuns: 8 },
    )
  })

  it('folds around a late line with no more packed lines than rows, and leaves what it cannot see whole', async () => {
    const lines = busyLines(YESTERDAY_MS + 12 * HOUR_MS, 4_000)
    const late = lines.find(({ message }) => message.startsWith(`END RequestId: ${busyId(2_000)}`))
    await store(lines)
    const expected = await dumpFolded()
    await clear()
    await store(lines.filter((line) => line !== late))
    await pack()
    const [stream] = await selectRows<{ id: number }>(db.pool, 'SELECT id FROM log_stream WHERE name = $1', [
      STREAMS[0],
    ])
    const atMs = late?.atMs ?? 0
    const around = { streamId: stream?.id ?? 0, fromMs: atMs, toMs: atMs, contextMs: 60_000 }
    const client = await db.pool.connect()
    const stretch = await addPackedLines(client, around, await readStretch(client, around))
    client.release()
    expect(stretch).toMatchObject({ isCutBefore: true, isCutAfter: true })
    expect(stretch.lines.length).toBeLessThan(10_010)
    expect(stretch.lines.filter((line) => line.atMs < atMs)).toHaveLength(5_000)
    expect(stretch.lines[0]?.atMs).toBeGreaterThan(atMs - 20_000)
    await store(late === undefined ? [] : [late])
    expect(await dumpFolded()).toEqual(expected)
  })

  it('leaves every row where a block cannot be written', async () => {
    await store(linesFrom(YESTERDAY_MS, 3))
    const client = await db.pool.connect()
    const hour = { accountRegionId: 1, logGroupId: 1, hourMs: YESTERDAY_MS }
    const streams = await selectRows<{ id: number }>(db.pool, 'SELECT id FROM log_stream', [])
    await db.pool.query('ALTER TABLE log_block ADD CONSTRAINT full_disk CHECK (lines < 0) NOT VALID')
    await expect(packHour(client, { ...hour, streamIds: streams.map(({ id }) => id) })).rejects.toThrow(/full_disk/)
    await db.pool.query('ALTER TABLE log_block DROP CONSTRAINT full_disk')
    client.release()
    expect([await count('log_event'), await count('log_block')]).toEqual([30, 0])
  })

  it('leaves a group alone whose page is being stored', async () => {
    const lines = linesFrom(YESTERDAY_MS, 3)
    await store(lines)
    const client = await db.pool.connect()
    await inTransaction(client, async () => {
      await storeLogPage(client, context, encodeLogPage(1, lines))
      await pack()
    })
    client.release()
    expect([await count('log_event'), await count('log_block')]).toEqual([30, 0])
    await pack()
    expect([await count('log_event'), await count('log_block')]).toEqual([0, 1])
  })

  it('builds what blocks are found by, of those that were packed without it too', async () => {
    await store(linesFrom(YESTERDAY_MS, 3))
    await pack()
    const readIndex = async () => {
      const sql = 'SELECT words, minutes FROM log_block'
      const [block] = await selectRows<{ words: Buffer | null; minutes: Buffer | null }>(db.pool, sql, [])
      return block
    }
    const index = await readIndex()
    const isAdmitted = (word: string) => admitsWord(index?.words ?? Buffer.alloc(0), probeOf(word))
    const request = 'c3252230-c73d-49f6-8840-000000000002'
    expect(['working', request, 'REPORT', wordOfLevel(3)].map(isAdmitted)).toEqual([true, true, true, true])
    expect(['work', 'absent', wordOfLevel(5)].map(isAdmitted)).toEqual([false, false, false])
    expect(readMinuteCounts(index?.minutes ?? Buffer.alloc(0))).toEqual(
      [0, 1, 2].flatMap((minute) => [
        { minute, level: 0, lines: 8 },
        { minute, level: 3, lines: 2 },
      ]),
    )
    await db.pool.query('UPDATE log_block SET words = NULL, minutes = NULL')
    await pack()
    expect(await readIndex()).toEqual(index)
  })

  it('cuts an hour into blocks that are quick to read', async () => {
    await store(linesFrom(YESTERDAY_MS, 59, '.'.repeat(30_000)))
    await pack()
    const blocks = await selectRows<{ lines: number; parts: number }>(
      db.pool,
      'SELECT lines, count(*) OVER ()::int AS parts FROM log_block ORDER BY part',
      [],
    )
    expect(blocks[0]?.parts).toBe(2)
    const packed = await readPackedLines(
      db.pool,
      (await selectRows<{ id: number }>(db.pool, 'SELECT id FROM log_stream', [])).map(({ id }) => {
        return { streamId: id, fromMs: YESTERDAY_MS, toMs: TODAY_MS }
      }),
    )
    expect(packed).toHaveLength(590)
  })
})

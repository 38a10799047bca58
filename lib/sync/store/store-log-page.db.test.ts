import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { adoptStreams } from '@/lib/sync/store/adopt-streams'
import { encodeLogPage } from '@/lib/sync/store/encode-log-page'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { readGroupOwners } from '@/lib/sync/store/intern-streams'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { settleDue, settleSome } from '@/lib/sync/store/settle-due'
import { storeLogPage } from '@/lib/sync/store/store-log-page'

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)
const STREAM = '2026/11/20/[7]22be53a8c0e14ddf9b1e1d7e9b1c1e1f'
let database: TestDatabase
let db: Db
let placeId: number

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, 3)
  const [place] = await selectRows<{ id: number }>(
    db.pool,
    `INSERT INTO account_region (account_id, region) VALUES ('123456789012', 'eu-west-1') RETURNING id`,
    [],
  )
  placeId = place?.id ?? 0
  await addFunction('orders', null)
  await ensurePartitions(db.pool, ['log_event', 'invocation', 'invocation_minute', 'invocation_hour'], {
    fromMs: NOW_MS - 86_400_000,
    toMs: NOW_MS + 86_400_000,
  })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

function addFunction(name: string, group: string | null) {
  return db.pool.query(
    `INSERT INTO lambda_function (account_region_id, arn, name, log_group_name, timeout_s, seen_at) VALUES ($1, $2, $2, $3, 30, now())`,
    [placeId, name, group],
  )
}

async function openGroup(name: string): Promise<LogPageContext> {
  const [group] = await selectRows<{ id: number }>(
    db.pool,
    `INSERT INTO log_group (account_region_id, name, seen_at) VALUES ($1, $2, now())
     ON CONFLICT (account_region_id, name) DO UPDATE SET name = excluded.name RETURNING id`,
    [placeId, name],
  )
  const client = await db.pool.connect()
  const owners = await readGroupOwners(client, placeId, name)
  client.release()
  return { group: { id: group?.id ?? 0, accountRegionId: placeId, name }, owners, groupKey: name }
}

async function storePages(context: LogPageContext, pages: readonly (readonly LogEventRecord[])[]): Promise<void> {
  const client = await db.pool.connect()
  try {
    for (const page of pages)
      await inTransaction(client, () => storeLogPage(client, context, encodeLogPage(placeId, page)))
  } finally {
    client.release()
  }
}

async function adopt(context: LogPageContext): Promise<void> {
  const client = await db.pool.connect()
  await inTransaction(client, () => adoptStreams(client, context, NOW_MS))
  await settleDue(client, context, ALL)
  client.release()
}

async function clear(): Promise<void> {
  // Truncating dozens of partitions takes longer than deleting a few rows.
  for (const table of ['log_event', 'invocation', 'invocation_minute', 'invocation_hour'])
    await db.pool.query(`DELETE FROM ${table}`)
}

async function dump(): Promise<unknown> {
  const tables = ['invocation', 'invocation_minute', 'invocation_hour']
  const rows = await Promise.all(
    tables.map((table) =>
      selectRows(db.pool, `SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`, []),
    ),
  )
  return rows
}

const ALL = { beforeMs: null, memory: null }
const eventId = (n: number) => String(n).padStart(56, '0')
const requestId = (n: number) => `c3252230-c73d-49f6-8844-${String(n).padStart(12, '0')}`

type Plan = { gapMs: number; durationMs: number; kind: 'ok' | 'error' | 'cold' | 'suppressed'; repeats: boolean }

/** The lines of one environment, one invocation after another; a repeated request ID is an asynchronous retry. */
function linesOf(plans: readonly Plan[]): LogEventRecord[] {
  const lines: LogEventRecord[] = []
  let atMs = NOW_MS - 4_000_000
  const add = (at: number, message: string) => {
    lines.push({ eventId: eventId(lines.length + 1), streamName: STREAM, atMs: at, message })
  }
  for (const [n, plan] of plans.entries()) {
    const id = requestId(plan.repeats ? 0 : n)
    atMs += plan.gapMs
    if (plan.kind === 'suppressed')
      add(
        atMs,
        'INIT_REPORT Init Duration: 87.28 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError\n',
      )
    add(atMs, `START RequestId: ${id} Version: 7\n`)
    if (plan.kind === 'error') {
      add(
        atMs + 1,
        `2026-11-20T15:30:00.000Z\t${id}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x","stack":[]}\n`,
      )
    }
    atMs += plan.durationMs
    add(atMs, `END RequestId: ${id}\n`)
    const init = plan.kind === 'cold' ? 'Init Duration: 201.13 ms\t' : ''
    add(
      atMs,
      `REPORT RequestId: ${id}\tDuration: ${plan.durationMs}.00 ms\tBilled Duration: ${plan.durationMs} ms\tMemory Size: 128 MB\tMax Memory Used: 32 MB\t${init}\n`,
    )
  }
  return lines
}

const plan: fc.Arbitrary<Plan> = fc.record({
  gapMs: fc.constantFrom(1, 40, 60_000, 400_000, 900_000),
  durationMs: fc.integer({ min: 1, max: 30_000 }),
  kind: fc.constantFrom('ok', 'error', 'cold', 'suppressed'),
  repeats: fc.boolean(),
})

describe('storeLogPage', () => {
  it('ends in the same rows however pages are cut, ordered and repeated', async () => {
    const context = await openGroup('/aws/lambda/orders')
    await fc.assert(
      fc.asyncProperty(
        fc.array(plan, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        async (plans, cuts, random) => {
          const lines = linesOf(plans)
          await clear()
          await storePages(context, [lines])
          const expected = await dump()
          await clear()
          const shuffled = lines.map((line) => ({ line, order: random.next().value })).sort((a, b) => a.order - b.order)
          const pages = cuts.map((_, at) => shuffled.filter((__, n) => n % cuts.length === at).map(({ line }) => line))
          await storePages(context, [...pages, ...pages.slice(0, 1)])
          expect(await dump()).toEqual(expected)
        },
      ),
      { numRuns: 25 },
    )
  }, 120_000)

  it('waits for who stores lines of the same group, and stores none of them again', async () => {
    await clear()
    const context = await openGroup('/aws/lambda/orders')
    const lines = linesOf([{ gapMs: 1, durationMs: 20, kind: 'cold', repeats: false }])
    const [first, second] = [await db.pool.connect(), await db.pool.connect()]
    await first.query('BEGIN')
    expect(await storeLogPage(first, context, encodeLogPage(placeId, lines))).toBe(3)
    const [waiting] = await selectRows<{ pid: number }>(second, 'SELECT pg_backend_pid() AS pid', [])
    const again = inTransaction(second, () => storeLogPage(second, context, encodeLogPage(placeId, lines)))
    const isWaiting = `SELECT 1 FROM pg_locks WHERE pid = $1 AND locktype = 'advisory' AND NOT granted`
    await expect.poll(() => selectRows(db.pool, isWaiting, [waiting?.pid])).toHaveLength(1)
    await first.query('COMMIT')
    expect(await again).toBe(0)
    for (const client of [first, second]) client.release()
    expect(await selectRows(db.pool, 'SELECT 1 FROM log_event', [])).toHaveLength(3)
  })

  it('gives lines of a function that becomes known later to it', async () => {
    await clear()
    const lines = linesOf([{ gapMs: 1, durationMs: 20, kind: 'ok', repeats: false }]).map((line) => ({
      ...line,
      streamName: '2026/11/20/late-comer[7]22be53a8c0e14ddf9b1e1d7e9b1c1e1f',
    }))
    await storePages(await openGroup('/shop/shared'), [lines])
    expect(await selectRows(db.pool, 'SELECT 1 FROM invocation', [])).toEqual([])
    await addFunction('late-comer', '/shop/shared')
    const context = await openGroup('/shop/shared')
    await adopt(context)
    const sql = `SELECT f.name, i.result FROM invocation i JOIN lambda_function f ON f.id = i.function_id`
    expect(await selectRows(db.pool, sql, [])).toEqual([{ name: 'late-comer', result: 'success' }])
  })

  it('looks for streams that a function wrote only when there are other functions', async () => {
    await clear()
    const name = '/shop/mixed'
    await db.pool.query(
      `INSERT INTO sync_state (account_region_id, step, subject, kind, next_run_at) VALUES ($1, 'logs', $2, 'logs', 'infinity')`,
      [placeId, name],
    )
    await addFunction('first-writer', name)
    await addFunction('second-writer', name)
    const context = await openGroup(name)
    const streams = (like: string, count: number) =>
      db.pool.query(
        `INSERT INTO log_stream (account_region_id, log_group_id, name)
         SELECT $1, $2, replace($3, '#', lpad(n::text, 32, '0')) FROM generate_series(1, $4::int) AS n`,
        [placeId, context.group.id, like, count],
      )
    const countOrphans = async () => {
      const sql = 'SELECT count(*)::int AS n FROM log_stream WHERE log_group_id = $1 AND function_id IS NULL'
      return (await selectRows<{ n: number }>(db.pool, sql, [context.group.id]))[0]?.n
    }
    await streams('2026/11/20/unknown[1]#', 1_200)
    await streams('2026/11/20/first-writer[1]#', 70)
    await adopt(context)
    expect(await countOrphans()).toBe(1_220)
    await adopt(context)
    expect(await countOrphans()).toBe(1_200)
    // Streams of these owners get their function when they are made: this one is only there to be found by a look.
    await streams('2026/11/20/first-writer[2]#', 1)
    await adopt(context)
    expect(await countOrphans()).toBe(1_201)
    await addFunction('third-writer', name)
    await adopt(await openGroup(name))
    expect(await countOrphans()).toBe(1_200)
  })

  it('keeps the tenant that JSON lines name, also of one whose report comes later', async () => {
    await clear()
    const event = (n: number, type: string, record: object) => ({
      ...{ eventId: eventId(n), streamName: STREAM, atMs: NOW_MS - 4_000_000 + n },
      message: JSON.stringify({ time: '2026-11-20T14:00:00.000Z', type: `platform.${type}`, record }),
    })
    const of = (n: number, tenantId?: string) => ({
      requestId: requestId(n),
      ...(tenantId === undefined ? {} : { tenantId }),
    })
    const metrics = { durationMs: 1, billedDurationMs: 1, memorySizeMB: 128, maxMemoryUsedMB: 32 }
    await storePages(await openGroup('/aws/lambda/orders'), [
      [
        event(1, 'start', of(1, 'blue')),
        event(2, 'report', { ...of(1), metrics, status: 'success' }),
        event(3, 'start', of(2)),
      ],
      [event(4, 'report', { ...of(2, 'green'), metrics, status: 'success' })],
    ])
    const sql = 'SELECT tenant_id AS "tenantId" FROM invocation ORDER BY started_at'
    expect(await selectRows(db.pool, sql, [])).toEqual([{ tenantId: 'blue' }, { tenantId: 'green' }])
  })

  it('keeps text that Postgres could not store, with a sign in the place of U+0000', async () => {
    await clear()
    const [line] = linesOf([{ gapMs: 1, durationMs: 20, kind: 'ok', repeats: false }])
    if (line === undefined) throw new Error('no line')
    await storePages(await openGroup('/aws/lambda/orders'), [[{ ...line, message: 'a\0b \ud800 ⇥' }]])
    const [row] = await selectRows<{ message: string }>(db.pool, 'SELECT message FROM log_event', [])
    expect(row?.message).toMatch(/^a.b . ⇥$/)
  })

  it('settles what is due of a group in batches, however much a run that died has marked', async () => {
    const context = await openGroup('/aws/lambda/orders')
    await db.pool.query(
      `WITH made AS (INSERT INTO log_stream (account_region_id, log_group_id, name) VALUES ($1, $2, 'of-nobody') RETURNING id)
       INSERT INTO refold_due SELECT $1, $2, id, $3::timestamptz + n * interval '1 second' FROM made, generate_series(1, 450) AS n`,
      [placeId, context.group.id, new Date(NOW_MS)],
    )
    await db.pool.query(
      `INSERT INTO rollup_due SELECT $1, $2, id, $3::timestamptz + n * interval '1 minute'
       FROM (SELECT max(id) AS id FROM lambda_function) AS f, generate_series(1, 3000) AS n`,
      [placeId, context.group.id, new Date(NOW_MS)],
    )
    const count = async () => {
      const sql =
        'SELECT (SELECT count(*) FROM refold_due)::int AS seams, (SELECT count(*) FROM rollup_due)::int AS minutes'
      return (await selectRows<{ seams: number; minutes: number }>(db.pool, sql, []))[0]
    }
    const client = await db.pool.connect()
    const isWhole = await inTransaction(client, () => settleSome(client, context, ALL))
    expect(isWhole).toBe(false)
    expect((await count())?.seams).toBe(250)
    await settleDue(client, context, ALL)
    client.release()
    expect(await count()).toEqual({ seams: 0, minutes: 0 })
  })
})

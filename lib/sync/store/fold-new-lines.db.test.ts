import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { type Db, openDb, selectRows } from '@/lib/server/db'
import type { LogEventRecord } from '@/lib/sync/aws/read-event-page'
import { encodeLogPage, joinPages } from '@/lib/sync/store/encode-log-page'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { FoldMemory } from '@/lib/sync/store/fold-memory'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import type { LogPageContext } from '@/lib/sync/store/log-page-context'
import { settleDue, settleSome } from '@/lib/sync/store/settle-due'
import { storeLogPage } from '@/lib/sync/store/store-log-page'

const START_MS = Date.UTC(2026, 10, 20, 10, 30)
const CONTEXT: LogPageContext = {
  group: { id: 1, accountRegionId: 1, name: '/aws/lambda/orders' },
  owners: { byName: new Map([['orders', 1]]), soleFunctionId: 1 },
  groupKey: 'orders',
}
let database: TestDatabase
let db: Db

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb(database.url, 3)
  await db.pool.query(`
    INSERT INTO account_region (id, account_id, region) VALUES (1, '123456789012', 'eu-west-1');
    INSERT INTO lambda_function (id, account_region_id, arn, name, timeout_s, seen_at) VALUES (1, 1, 'arn:orders', 'orders', 30, now());
    INSERT INTO log_group (id, account_region_id, name, seen_at) VALUES (1, 1, '/aws/lambda/orders', now())`)
  await ensurePartitions(db.pool, ['log_event', 'invocation', 'invocation_minute', 'invocation_hour'], {
    fromMs: START_MS - 86_400_000,
    toMs: START_MS + 86_400_000,
  })
})

afterAll(async () => {
  await db.close()
  await database.drop()
})

type Plan = { stream: number; gapMs: number; durationMs: number; kind: string; requestId: number }
type Chance = () => number

const plan: fc.Arbitrary<Plan> = fc.record({
  stream: fc.nat({ max: 2 }),
  gapMs: fc.constantFrom(1, 40, 60_000, 400_000, 900_000),
  durationMs: fc.integer({ min: 1, max: 30_000 }),
  kind: fc.constantFrom('ok', 'ok', 'error', 'cold', 'suppressed', 'crash', 'noise', 'unfinished', 'python'),
  // Zero comes again, as asynchronous retries do.
  requestId: fc.constantFrom(0, 1),
})
const REQUEST = (n: number) => `c3252230-c73d-49f6-8844-${String(n).padStart(12, '0')}`

/** The lines of three environments, each one invocation after another. */
function linesOf(plans: readonly Plan[]): LogEventRecord[] {
  const lines: LogEventRecord[] = []
  const clocks = [START_MS, START_MS, START_MS]
  const unfinished = new Set<number>()
  for (const [n, { stream, gapMs, durationMs, kind, requestId }] of plans.entries()) {
    const id = REQUEST(requestId === 0 ? 0 : n + 1)
    const say = (atMs: number, message: string) => {
      const eventId = String((BigInt(atMs) << 144n) | BigInt(lines.length))
      const streamName = `2026/11/20/[7]${String(stream).padStart(32, '0')}`
      lines.push({ eventId, streamName, atMs, message })
    }
    // What follows an invocation that never ended does so while the two can still be told apart.
    const waitMs = unfinished.delete(stream) ? Math.min(gapMs, 60_000) : gapMs
    const startMs = (clocks[stream] ?? START_MS) + waitMs + (requestId === 0 ? 60_000 : 0)
    const endMs = startMs + durationMs
    clocks[stream] = endMs
    if (kind === 'cold' || kind === 'suppressed') say(startMs, 'INIT_START Runtime Version: nodejs:22.v1\n')
    if (kind === 'suppressed') say(startMs, 'INIT_REPORT Init Duration: 87.28 ms\tPhase: invoke\tStatus: error\n')
    say(startMs, `START RequestId: ${id} Version: 7\n`)
    for (let more = kind === 'noise' ? 60 : 1; more > 0; more -= 1)
      say(
        startMs,
        `2026-11-20T10:30:00.000Z\t${id}\tERROR\tInvoke Error \t{"errorType":"E${more}","errorMessage":"x"}\n`,
      )
    if (kind === 'python') say(startMs + 1, '[ERROR] ValueError: no\nTraceback (most recent call last):\n  File "a"')
    if (kind === 'unfinished') unfinished.add(stream)
    if (kind === 'unfinished') continue
    say(endMs, `END RequestId: ${id}\n`)
    const figures = `Duration: ${durationMs}.00 ms\tBilled Duration: ${durationMs} ms\tMemory Size: 128 MB\tMax Memory Used: 32 MB`
    say(endMs, `REPORT RequestId: ${id}\t${figures}\t${kind === 'cold' ? 'Init Duration: 201.13 ms\t' : ''}\n`)
    if (kind === 'crash')
      say(endMs + 5, `RequestId: ${id} Error: Runtime exited with error: exit status 1\nRuntime.ExitError`)
  }
  return lines.sort((a, b) => a.atMs - b.atMs || (a.eventId < b.eventId ? -1 : 1))
}

/** Cuts a list into pages of some lines each, some with lines of the page before. */
function cutPages(lines: readonly LogEventRecord[], chance: Chance): LogEventRecord[][] {
  const pages: LogEventRecord[][] = []
  for (let from = 0; from < lines.length; ) {
    const to = from + 1 + (chance() % 40)
    pages.push(lines.slice(Math.max(0, from - (chance() % 4 === 0 ? chance() % 20 : 0)), to))
    from = to
  }
  return pages
}

/** Reads the pages of a window as the pull does; at times a transaction fails, and the window is read again. */
async function readWindow(pages: readonly LogEventRecord[][], chance: Chance): Promise<void> {
  const client = await db.pool.connect()
  try {
    for (let tries = 0; ; tries += 1) {
      const failsAt = tries < 2 && chance() % 3 === 0 ? chance() % (pages.length + 1) : -1
      const memory = new FoldMemory()
      let failed = false
      for (let at = 0; at < pages.length; ) {
        const some = pages.slice(at, at + 1 + (chance() % 2))
        const next = at + some.length
        try {
          await inTransaction(client, async () => {
            for (const page of joinPages(some.map((events) => encodeLogPage(1, events))))
              await storeLogPage(client, CONTEXT, page, memory)
            if (at <= failsAt && failsAt < next) throw new RangeError('the power fails')
            if (chance() % 5 === 0) await settleSome(client, CONTEXT, { beforeMs: some[0]?.[0]?.atMs ?? 0, memory })
          })
        } catch (error) {
          if (!(error instanceof RangeError)) throw error
          failed = true
          break
        }
        at = next
      }
      if (failed || failsAt === pages.length) continue
      await settleDue(client, CONTEXT, { beforeMs: null, memory })
      return
    }
  } finally {
    client.release()
  }
}

async function clear(): Promise<void> {
  for (const table of ['log_event', 'invocation', 'invocation_minute', 'invocation_hour', 'rollup_due', 'refold_due'])
    await db.pool.query(`DELETE FROM ${table}`)
}

function dump(): Promise<unknown> {
  const tables = ['log_event', 'invocation', 'invocation_minute', 'invocation_hour', 'rollup_due', 'refold_due']
  const read = (table: string) =>
    selectRows(
      db.pool,
      `SELECT (to_jsonb(t) - 'stream_id') AS row FROM ${table} t ORDER BY (to_jsonb(t) - 'stream_id')::text`,
      [],
    )
  return Promise.all(tables.map(read))
}

describe('foldNewLines', () => {
  it('ends in the rows of all lines folded at once, however windows, pages, repeats, late lines and crashes fall', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(plan, { minLength: 1, maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        async (plans, random) => {
          const chance = () => random.next().value ?? 0
          const lines = linesOf(plans)
          await clear()
          await readWindow([lines], () => 1)
          const expected = await dump()
          await clear()
          const late = new Set(lines.filter(() => chance() % 25 === 0))
          const windows = Array.from({ length: 1 + (chance() % 3) }, (): LogEventRecord[] => [])
          const spanMs = (lines.at(-1)?.atMs ?? START_MS) - START_MS + 1
          for (const line of lines) {
            const window = Math.floor(((line.atMs - START_MS) / spanMs) * windows.length)
            if (!late.has(line)) windows[window]?.push(line)
          }
          // Newest first, as the backfill goes; what came late is found when its time is read again.
          for (const window of windows.reverse()) await readWindow(cutPages(window, chance), chance)
          if (late.size > 0) await readWindow(cutPages(lines, chance), chance)
          expect(await dump()).toEqual(expected)
        },
      ),
      { numRuns: Number(process.env.FOLD_RUNS ?? 15) },
    )
  }, 240_000)
  it('joins an attempt of more lines than are kept in memory with its end, which was stored before', async () => {
    await clear()
    const [start, ...rest] = linesOf([{ stream: 0, gapMs: 1, durationMs: 20_000, kind: 'ok', requestId: 1 }])
    const [failure, ...end] = rest
    if (start === undefined || failure === undefined) throw new Error('an invocation has lines')
    const failures = Array.from({ length: 4_100 }, (_, n) => ({
      ...failure,
      atMs: failure.atMs + n,
      eventId: String((BigInt(failure.atMs + n) << 144n) | BigInt(n + 10)),
    }))
    await readWindow([end], () => 1)
    await readWindow([[start, ...failures]], () => 1)
    const sql = 'SELECT closed, duration_ms AS "durationMs" FROM invocation'
    expect(await selectRows(db.pool, sql, [])).toEqual([{ closed: true, durationMs: 20_000 }])
  })

  it('looks for what late lines name once, however many invocations their stream has', async () => {
    await clear()
    const call = { stream: 0, gapMs: 1, durationMs: 5, kind: 'ok', requestId: 1 }
    const lines = linesOf(Array.from({ length: 5_000 }, () => call))
    const late = new Set([lines[Math.floor(lines.length / 2)], lines.at(-2)])
    await readWindow([lines.filter((line) => !late.has(line))], () => 1)
    const client = await db.pool.connect()
    try {
      // Looked up for each invocation it takes much longer.
      await client.query(`SET statement_timeout = '5s'`)
      await inTransaction(client, () =>
        storeLogPage(
          client,
          CONTEXT,
          encodeLogPage(
            1,
            lines.filter((line) => late.has(line)),
          ),
          new FoldMemory(),
        ),
      )
    } finally {
      client.release(true)
    }
    const open = await selectRows(db.pool, 'SELECT 1 FROM invocation WHERE NOT closed', [])
    expect(open).toEqual([])
  })
})

import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { matchLine } from '@/lib/domain/logs/search/match-line'
import { parseLogQuery } from '@/lib/domain/logs/search/parse-log-query'
import { selectRows } from '@/lib/server/db'
import { getInvocation } from '@/lib/server/queries/get-invocation'
import { getLogContext } from '@/lib/server/queries/get-log-context'
import { getLogFreshness } from '@/lib/server/queries/get-log-freshness'
import { getLogHistogram } from '@/lib/server/queries/get-log-histogram'
import { listLogPatterns } from '@/lib/server/queries/list-log-patterns'
import { listLogs } from '@/lib/server/queries/list-logs'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  requestIdOf,
  type SeededFunction,
  seedFunction,
  seedInvocations,
  seedLines,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedStream,
  T0,
} from '@/lib/server/testing/seed'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { packHour } from '@/lib/sync/store/pack-hour'

type ListLogsRequest = Parameters<typeof listLogs>[1]
type LogItem = Awaited<ReturnType<typeof listLogs>>['items'][number]

/** Lines from noon to four; those before two are packed. */
const PACKED_TO = T0 + 2 * HOUR
const TO = T0 + 4 * HOUR
const LEVELS = ['info', undefined, 'warn', 'error'] as const
const MESSAGES = [
  'a card was declined',
  'the payment timed out after 3000 ms',
  '{"order":{"id":17,"state":"paid"},"note":"one\\ntwo"}',
  '{"order":{"id":18,"state":"new"}}',
  'status=502 path=/pay',
  'orders-api says hello',
] as const
const QUERIES = [
  '',
  'card',
  'timed out',
  '"timed out"',
  'tim*',
  'two',
  'order.id:17',
  'order.id:>17',
  'order.state:paid -card',
  'level:error',
  'level:>=warn declined',
  'function:orders-api',
  '-function:orders-* hello',
  'status:502 OR order.state:new',
  'NOT (card OR hello)',
  `request:${requestIdOf(3)}`,
  `request:${requestIdOf(3)} declined`,
  requestIdOf(5),
  'stream:22be',
  'rare-word-42',
  'absent',
]

let db: TestDb
let all: LogItem[]

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  await ensurePartitions(db.pool, ['log_block'], { fromMs: T0, toMs: T0 })
  const place = await seedPlace(db)
  const orders = await seedFunction(db, place, 'orders-api')
  const other = await seedFunction(db, await seedPlace(db, 'us-east-1'), 'mailer')
  await seedInvocations(
    db,
    orders,
    Array.from({ length: 12 }, (_, n) => ({
      atMs: T0 + n * 20 * MINUTE,
      requestId: requestIdOf(n),
      durationMs: 10 * MINUTE,
    })),
  )
  const streams = [
    [orders, await seedStream(db, orders, '2026/11/20/[7]22be53a8c0e14ddf9b1e1d7e9b1c1e1f', '7')],
    [other, await seedStream(db, other, '2026/11/20/[$LATEST]f1e1c1b9e7d1e1b9fdd4e10c8a35eb22')],
  ] as const
  await db.pool.query('UPDATE invocation SET stream_id = $1', [streams[0][1]])
  for (const [fn, streamId] of streams) await writeLines(fn, streamId)
  await seedLogCoverage(db, orders, T0, TO)
  await seedLogCoverage(db, other, T0, TO - MINUTE)
  all = await listAll({ from: T0, to: TO, limit: 1000 })
  await pack()
}, 60_000)

afterAll(() => db.close())

/** A line each 23 s, with some at the same moment. */
async function writeLines(fn: SeededFunction, streamId: number): Promise<void> {
  const lines = Array.from({ length: 620 }, (_, n) => {
    const atMs = T0 + Math.floor(n / 2) * 46_000
    const request =
      n % 3 === 0 && fn.name === 'orders-api' ? requestIdOf(Math.floor((atMs - T0) / (20 * MINUTE))) : null
    const message = n === 40 || n === 600 ? 'a rare-word-42 here' : (MESSAGES[n % MESSAGES.length] ?? '')
    const level = LEVELS[n % LEVELS.length]
    return {
      atMs,
      message: request === null ? message : `${request} ${message}`,
      requestId: request,
      ...(level === undefined ? {} : { level }),
    }
  })
  await seedLines(db, fn, streamId, lines)
}

async function pack(): Promise<void> {
  const client = await db.pool.connect()
  const groups = await selectRows<{ logGroupId: number; accountRegionId: number; streamIds: number[] }>(
    client,
    `SELECT log_group_id AS "logGroupId", account_region_id AS "accountRegionId", array_agg(id) AS "streamIds"
     FROM log_stream GROUP BY 1, 2`,
    [],
  )
  for (const group of groups) {
    for (let hourMs = T0; hourMs < PACKED_TO; hourMs += HOUR) await packHour(client, { ...group, hourMs })
  }
  client.release()
}

/** All pages of an answer. */
async function listAll(request: ListLogsRequest): Promise<LogItem[]> {
  const items: LogItem[] = []
  let cursor: string | undefined
  do {
    const page = await listLogs(db, { ...request, ...(cursor === undefined ? {} : { cursor }) }, TO)
    items.push(...page.items)
    expect(page.searchedToMs).toBeGreaterThanOrEqual(request.from)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}

function expected(query: string, from: number, to: number): LogItem[] {
  const parsed = parseLogQuery(query).query
  const codes = { trace: 1, debug: 2, info: 3, warn: 4, error: 5, fatal: 6 } as Record<string, number>
  return all.filter((item) => {
    const level = item.level === null ? null : (codes[item.level] ?? null)
    return parsed !== null && item.atMs >= from && item.atMs < to && matchLine(parsed, { ...item, level })
  })
}

describe('a search of log lines', () => {
  it('reads every line once, newest first, whether it is packed or not', async () => {
    expect(all).toHaveLength(1_240)
    expect(await listAll({ from: T0, to: TO, limit: 100 })).toEqual(all)
    const packed = await selectRows<{ lines: number }>(db.pool, 'SELECT sum(lines)::int AS lines FROM log_block', [])
    expect(packed[0]?.lines).toBe(all.filter(({ atMs }) => atMs < PACKED_TO).length)
    const times = all.map(({ atMs }) => atMs)
    expect(times).toEqual([...times].sort((a, b) => b - a))
  })

  it('finds what a look at every line finds, in any window and pages of any size', async () => {
    const counts = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...QUERIES),
        fc.integer({ min: 0, max: 200 }),
        fc.integer({ min: 1, max: 240 }),
        fc.constantFrom(1, 7, 50, 1000),
        async (query, startMinute, minutes, limit) => {
          const [from, to] = [T0 + startMinute * MINUTE, T0 + (startMinute + minutes) * MINUTE]
          const wanted = expected(query, from, to)
          fc.pre(wanted.length / limit < 60)
          counts.set(query, Math.max(counts.get(query) ?? 0, wanted.length))
          expect(await listAll({ from, to, limit, query })).toEqual(wanted)
        },
      ),
      { numRuns: 60, examples: QUERIES.map((query) => [query, 0, 240, 1000] as [string, number, number, number]) },
    )
    const empty = [...counts].filter(([, count]) => count === 0).map(([query]) => query)
    expect(empty).toEqual(['absent'])
  }, 120_000)

  it('narrows to a function, an account and a region', async () => {
    const from = PACKED_TO
    const names = async (more: Partial<ListLogsRequest>) =>
      new Set((await listAll({ from, to: TO, limit: 1000, ...more })).map(({ functionName }) => functionName))
    expect(await names({})).toEqual(new Set(['orders-api', 'mailer']))
    expect(await names({ functionName: 'mailer' })).toEqual(new Set(['mailer']))
    expect(await names({ region: 'eu-west-1' })).toEqual(new Set(['orders-api']))
    expect(await names({ accountId: '999999999999' })).toEqual(new Set())
    expect(await names({ functionName: 'no-such' })).toEqual(new Set())
  })

  it('points at what it cannot read', async () => {
    await expect(listLogs(db, { from: T0, to: TO, limit: 1, query: 'a (b' }, TO)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      details: { position: 2 },
    })
  })

  it.each([
    '',
    'level:error',
    '-level:>=warn',
    'card',
    'rare-word-42',
    'function:mailer',
    'function:mailer hello',
    'absent',
  ])('counts what meets %s by time and level', async (query) => {
    const [from, to] = [T0 + 30 * MINUTE, TO - 30 * MINUTE]
    const { buckets, periodMs, sampledShare, known } = await getLogHistogram(db, { from, to, query })
    expect([sampledShare, periodMs]).toEqual([1, 5 * MINUTE])
    expect(known).toEqual([{ fromMs: from, toMs: to }])
    const wanted = expected(query, from, to)
    for (const { atMs, counts } of buckets) {
      const own = wanted.filter((item) => item.atMs >= atMs && item.atMs < atMs + periodMs)
      for (const [level, count] of Object.entries(counts)) {
        expect(own.filter((item) => (item.level ?? 'none') === level)).toHaveLength(count)
      }
    }
    expect(buckets[0]?.atMs).toBe(from)
  })

  it('shows a line among its neighbours, packed or not, with the invocation that wrote it', async () => {
    const stream = all.filter(({ functionName }) => functionName === 'orders-api').reverse()
    for (const at of [0, 15, 300, 312, 619]) {
      const line = stream[at]
      const context = await getLogContext(db, line?.id ?? '')
      expect(context.line).toEqual(line)
      expect(context.before).toEqual(stream.slice(Math.max(0, at - 20), at))
      expect(context.after).toEqual(stream.slice(at + 1, at + 21))
      if (line?.requestId === requestIdOf(3)) expect(context.invocationId).not.toBeNull()
    }
    const named = stream.find(({ requestId }) => requestId === requestIdOf(3))
    const { invocationId } = await getLogContext(db, named?.id ?? '')
    const invocation = await getInvocation(db, invocationId ?? '')
    expect(invocation.requestId).toBe(requestIdOf(3))
    await expect(getLogContext(db, '1-zz-00')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(getLogContext(db, 'x')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('groups what lines say, and tells what was not said before', async () => {
    const [from, to] = [TO - HOUR, TO]
    const { patterns, linesRead, sampledShare } = await listLogPatterns(db, { from, to })
    const wanted = expected('', from, to)
    expect([linesRead, sampledShare]).toEqual([wanted.length, 1])
    expect(patterns.reduce((sum, { lines }) => sum + lines, 0)).toBe(wanted.length)
    const declined = patterns.find(({ pattern }) => pattern === 'a card was declined')
    expect(declined?.lines).toBe(wanted.filter(({ message }) => message === 'a card was declined').length)
    expect(patterns.filter(({ isNew }) => isNew !== false).map(({ pattern, isNew }) => [pattern, isNew])).toEqual([
      ['<id> a rare-word-<n> here', true],
      ['a rare-word-<n> here', true],
    ])
    // The time before the lines that are stored was not read: nothing can be called new.
    const first = await listLogPatterns(db, { from: T0, to: T0 + HOUR })
    expect(new Set(first.patterns.map(({ isNew }) => isNew))).toEqual(new Set([null]))
  })

  it('says how far behind it is', async () => {
    const fresh = await getLogFreshness(db, {}, TO + 5_000)
    expect(fresh).toEqual({ groups: 2, behindMs: 5_000, slowestMs: 65_000, slowestGroup: '/aws/lambda/mailer' })
    expect(await getLogFreshness(db, { functionName: 'mailer' }, TO)).toMatchObject({ groups: 1, behindMs: 60_000 })
    expect(await getLogFreshness(db, { region: 'nowhere' }, TO)).toMatchObject({ groups: 0, behindMs: null })
  })

  it('opens only blocks that may hold a word', async () => {
    await db.pool.query(`UPDATE log_block SET body = '\\x00' WHERE hour > $1`, [new Date(T0)])
    const [found] = (await listLogs(db, { from: T0, to: PACKED_TO, limit: 10, query: 'rare-word-42' }, TO)).items
    expect(found?.message).toBe('a rare-word-42 here')
    await expect(listLogs(db, { from: T0, to: PACKED_TO, limit: 10, query: 'card' }, TO)).rejects.toThrow(
      /unknown form/,
    )
  })
})

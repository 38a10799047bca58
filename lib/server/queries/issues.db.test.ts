import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListIssuesRequest } from '@/lib/contracts/issues'
import { setIssueState } from '@/lib/server/commands/set-issue-state'
import { getIssue } from '@/lib/server/queries/get-issue'
import { listChangeMarks } from '@/lib/server/queries/list-change-marks'
import { listChanges } from '@/lib/server/queries/list-changes'
import { listIssues } from '@/lib/server/queries/list-issues'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

const NOW = T0 + 2 * HOUR
const WINDOW = { from: T0, to: T0 + HOUR }
let db: TestDb
let orders: SeededFunction
let billing: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  orders = await seedFunction(db, await seedPlace(db), 'orders')
  billing = await seedFunction(db, await seedPlace(db, 'us-east-1', '999988887777'), 'billing')
  await seedLogCoverage(db, orders, T0 - 3 * HOUR, NOW)
  await seedLogCoverage(db, billing, T0 + 30 * MINUTE, NOW)
  await seedInvocations(db, orders, [
    { atMs: T0 - HOUR, version: '1' },
    { atMs: T0 + MINUTE, version: '2', result: 'error', key: '00000000000000aa' },
    { atMs: T0 + 2 * MINUTE, version: '2' },
  ])
  await seedIssue({
    id: 1,
    type: 'ValueError',
    shape: 'order # is bad',
    firstMs: T0 + MINUTE,
    lastMs: T0 + MINUTE,
    fn: orders,
  })
  await seedIssue({ id: 2, type: 'KeyError', shape: "'…'", firstMs: T0 + 31 * MINUTE, lastMs: T0 + HOUR, fn: billing })
  await seedIssue({ id: 3, type: 'Timeout', class: 'timeout', shape: '', firstMs: T0 - HOUR, lastMs: T0, fn: orders })
  await seedHour(1, orders, '2', T0, { 1: 1 }, ['00000000000000aa'])
  await seedHour(2, billing, '7', T0, { 31: 2, 59: 3 })
  await seedHour(2, billing, '7', T0 + HOUR, { 0: 4 })
  await seedHour(3, orders, '1', T0 - HOUR, { 0: 9 })
  await seedHour(3, orders, '2', T0, { 0: 6, 30: 1 })
})

afterAll(async () => {
  await db?.close()
})

type IssueSeed = {
  id: number
  type: string
  class?: string
  shape: string
  firstMs: number
  lastMs: number
  fn: SeededFunction
}

async function seedIssue({ id, type, class: name = 'error', shape, firstMs, lastMs, fn }: IssueSeed): Promise<void> {
  const seen = { firstSeenAt: new Date(firstMs), lastSeenAt: new Date(lastMs) }
  const first = { firstFunctionId: fn.id, firstVersion: '2' }
  await db.prisma.issue.create({
    data: { id, fingerprint: Buffer.from([id]), class: name, type, shape, ...seen, ...first },
  })
}

async function seedHour(
  issueId: number,
  fn: SeededFunction,
  version: string,
  hourMs: number,
  counts: Record<number, number>,
  keys: string[] = [],
): Promise<void> {
  const minutes = Array.from({ length: 60 }, (_, minute) => counts[minute] ?? 0)
  const seen = Object.keys(counts).map((minute) => hourMs + Number(minute) * MINUTE)
  const invocations = minutes.reduce((sum, count) => sum + count, 0)
  const of = { accountRegionId: fn.place.id, issueId, functionId: fn.id, version, invocations }
  const [firstAt, lastAt] = [new Date(Math.min(...seen)), new Date(Math.max(...seen))]
  const samples = { sampleAt: keys.map(() => lastAt), sampleKeys: keys.map((key) => Buffer.from(key, 'hex')) }
  await db.prisma.issueHour.create({ data: { ...of, at: new Date(hourMs), firstAt, lastAt, minutes, ...samples } })
}

async function list(more: Partial<ListIssuesRequest> = {}) {
  const { items, nextCursor } = await listIssues(db, { ...WINDOW, limit: 10, sort: 'lastSeen', ...more }, NOW)
  return { items, names: items.map(({ type, count }) => `${type} ${count}`), nextCursor }
}

describe('the list', () => {
  it.each<[Partial<ListIssuesRequest>, string[]]>([
    [{}, ['KeyError 5', 'ValueError 1', 'Timeout 7']],
    [{ sort: 'newest' }, ['KeyError 5', 'ValueError 1', 'Timeout 7']],
    [{ sort: 'count' }, ['Timeout 7', 'KeyError 5', 'ValueError 1']],
    [{ class: 'timeout' }, ['Timeout 7']],
    [{ search: 'ORDER' }, ['ValueError 1']],
    [{ functionName: 'orders' }, ['ValueError 1', 'Timeout 7']],
    [{ functionName: 'orders', qualifier: '$LATEST' }, []],
    [{ region: 'us-east-1' }, ['KeyError 5']],
    [{ state: 'resolved' }, []],
    // Edges within an hour are told by the minute.
    [{ from: T0 + MINUTE, to: T0 + 31 * MINUTE, sort: 'count' }, ['Timeout 1', 'ValueError 1']],
    [{ from: T0 + 45 * MINUTE, to: T0 + 61 * MINUTE }, ['KeyError 7']],
    [{ from: T0 - 2 * HOUR, to: T0 + 2 * HOUR, sort: 'count' }, ['Timeout 16', 'KeyError 9', 'ValueError 1']],
  ])('%j is %j', async (more, names) => {
    expect((await list(more)).names).toEqual(names)
  })

  it.each(['lastSeen', 'newest', 'count'] as const)('pages by %s without loss or repetition', async (sort) => {
    const all = (await list({ sort })).names
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const page = await list({ sort, limit: 1, cursor })
      paged.push(...page.names)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(paged).toEqual(all)
  })

  it('tells how far the lines are read of the functions that are asked for', async () => {
    const readOf = async (functionName: string) =>
      (await listIssues(db, { ...WINDOW, functionName, limit: 1, sort: 'lastSeen' }, NOW)).read
    expect(await readOf('orders')).toMatchObject({ whole: 1 })
    expect(await readOf('billing')).toMatchObject({ whole: 0 })
    const { read } = await listChanges(db, { ...WINDOW, functionName: 'orders', limit: 1 }, NOW)
    expect(read).toMatchObject({ logs: { whole: 1 }, inventory: { of: 2, share: 0 } })
  })

  it('refuses a cursor of another order, and a qualifier of no function', async () => {
    const { nextCursor } = await list({ limit: 1 })
    await expect(list({ sort: 'newest', cursor: nextCursor ?? '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(list({ qualifier: 'live' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('calls new what was seen first in the window by a function that was read before', async () => {
    const { items } = await list()
    expect(items.map(({ type, isNew }) => [type, isNew])).toEqual([
      ['KeyError', false],
      ['ValueError', true],
      ['Timeout', false],
    ])
  })

  it('does not take minutes that are not read for minutes without an occurrence', async () => {
    const [keyError, valueError] = (await list()).items
    expect(keyError?.isPartial).toBe(true)
    expect(keyError?.trend[0]).toEqual([T0, null])
    expect(keyError?.trend.at(-1)?.[1]).toBe(3)
    expect(valueError?.isPartial).toBe(false)
    expect(valueError?.trend.slice(0, 2).map(([, count]) => count)).toEqual([1, 0])
  })

  it('says whether the last bucket of a trend is over', async () => {
    const cutOf = async (nowMs: number, to = WINDOW.to) => {
      const { items } = await listIssues(db, { from: WINDOW.from, to, limit: 10, sort: 'lastSeen' }, nowMs)
      const { isCut, countedFromMs, countedToMs } = await getIssue(db, '1', { from: WINDOW.from, to }, nowMs)
      return [items[0]?.isCut, isCut, countedFromMs, countedToMs]
    }
    const { from, to } = WINDOW
    expect(await cutOf(to)).toEqual([false, false, from, to])
    expect(await cutOf(to - MINUTE)).toEqual([true, true, from, to - MINUTE])
  })
})

describe('one issue', () => {
  it('tells where it is, how often of how many, and since which version', async () => {
    const issue = await getIssue(db, '1', WINDOW, NOW)
    expect(issue).toMatchObject({
      type: 'ValueError',
      count: 1,
      places: [{ functionName: 'orders', logGroup: '/aws/lambda/orders', version: '2', count: 1, invocations: 2 }],
    })
    expect(issue.firstBad).toMatchObject({
      version: '2',
      own: 0,
      other: { version: '1', invocations: 1 },
      readFromMs: T0 - 3 * HOUR,
    })
    expect(issue.samples.map(({ id }) => id.split('-')[1])).toEqual(['00000000000000aa'])
    expect(issue.trend.reduce((sum, [, count]) => sum + (count ?? 0), 0)).toBe(1)
  })

  it('is not found when there is none', async () => {
    for (const id of ['99', '0', 'x', '99999999999'])
      await expect(getIssue(db, id, WINDOW, NOW)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is resolved, ignored and reopened; the same again changes nothing', async () => {
    expect(await setIssueState(db, '3', 'resolved', NOW)).toEqual({ id: '3', state: 'resolved', stateAtMs: NOW })
    expect(await setIssueState(db, '3', 'resolved', NOW + 1)).toMatchObject({ stateAtMs: NOW })
    expect((await list({ state: 'resolved' })).names).toEqual(['Timeout 7'])
    expect(await setIssueState(db, '3', 'active', NOW + 2)).toMatchObject({ state: 'active' })
    await expect(setIssueState(db, '99', 'ignored', NOW)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('what changed', () => {
  const window = { from: T0 - 2 * HOUR, to: NOW }

  it('holds what began to fail of functions whose lines had been read for an hour before', async () => {
    const { items } = await listChanges(db, { ...window, limit: 10, group: 'issues' }, NOW)
    const [timeout, valueError] = [items[1], items[0]]
    expect(items).toHaveLength(2)
    expect(valueError).toMatchObject({ id: 'issue-1', kind: 'issue', subject: 'ValueError', functionName: 'orders' })
    expect(valueError).toMatchObject({ atMs: T0 + MINUTE, after: { issueId: '1', message: 'order # is bad' } })
    expect(timeout).toMatchObject({ id: 'issue-3', isStated: true })
    const marks = await listChangeMarks(db, window)
    expect(marks.items.map(({ named }) => named.map(({ subject }) => subject))).toEqual([['Timeout'], ['ValueError']])
  })

  it('goes on from page to page where a change and an issue are of one moment', async () => {
    const at = new Date(T0 + MINUTE)
    const of = { accountRegionId: orders.place.id, functionId: orders.id, kind: 'code', subject: '' }
    await db.prisma.functionChange.create({ data: { ...of, at, knownAfter: at, noticedAt: at } })
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await listChanges(db, { ...window, limit: 1, cursor }, NOW)
      ids.push(...page.items.map(({ kind }) => kind))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(ids).toEqual(['issue', 'code', 'issue'])
  })
})

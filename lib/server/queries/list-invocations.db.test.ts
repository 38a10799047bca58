import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ListInvocationsRequest, ListInvocationsResponse } from '@/lib/contracts/invocations'
import { type FunctionIdentity, getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  type InvocationSeed,
  MINUTE,
  type SeededPlace,
  seedAlias,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
let identity: FunctionIdentity
let place: SeededPlace

const RESULTS = ['success', 'success', 'success', 'error', 'timeout']
/** Many share a moment and a duration, one has no duration. */
const SEEDS: InvocationSeed[] = Array.from({ length: 60 }, (_, index) => ({
  atMs: T0 + Math.floor(index / 9) * 1000,
  durationMs: index === 17 ? null : (index % 4) * 100,
  result: index === 17 ? 'unknown' : RESULTS[index % RESULTS.length],
  version: index % 3 === 0 ? '2' : '$LATEST',
}))

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
  const fn = await seedFunction(db, place, 'many')
  await seedAlias(db, fn, 'live', '2')
  await seedAlias(db, fn, 'torn', '5')
  await seedInvocations(db, fn, SEEDS)
  await seedLogCoverage(db, fn, T0, T0 + HOUR)
  const ofTwo = SEEDS.filter((seed) => seed.version === '2').length
  await seedSeries(db, fn, { points: { 0: 59 + 1 } })
  await seedSeries(db, fn, { qualifier: '$LATEST', points: { 0: 59 - ofTwo } })
  await seedSeries(db, fn, { qualifier: 'live', points: { 0: ofTwo } })
  await seedSeries(db, fn, { qualifier: 'torn', points: { 0: 1 } })
  identity = await getFunctionIdentity(db, 'many')
})
afterAll(() => db.close())

type Request = Partial<Omit<ListInvocationsRequest, 'accountId' | 'region'>>
const list = (request: Request = {}) =>
  listInvocations(db, identity, { from: T0, to: T0 + HOUR, limit: 100, sort: 'newest', ...request }, T0 + 5 * HOUR)

async function readAll(request: Request) {
  const items = []
  let cursor: string | undefined
  do {
    const page = await list({ ...request, cursor })
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}

describe('listInvocations', () => {
  it.each([1, 7, 59, 60])('reads every invocation once in pages of %i, though many share a moment', async (limit) => {
    for (const sort of ['newest', 'slowest'] as const) {
      const items = await readAll({ limit, sort })
      expect(new Set(items.map((item) => item.id)).size).toBe(60)
      expect(items).toHaveLength(60)
    }
  })

  it.each([
    [0, 300, {}],
    [0.5, 299.5, {}],
    [70.25, 181.75, {}],
    [10, 290, { result: 'error' as const }],
    [10, 290, { maxDurationMs: 700.5 }],
    [10.5, 250.5, { qualifier: '$LATEST' }],
  ])(
    'finds the slowest from minute %f to %f through the rollups, as among all: %j',
    async (fromMinute, toMinute, more) => {
      const name = `slow-${fromMinute}-${toMinute}-${JSON.stringify(more)}`
      const fn = await seedFunction(db, place, name)
      const seeds = Array.from({ length: 600 }, (_, index) => ({
        atMs: T0 + Math.floor((index * 300 * MINUTE) / 600) + (index % 7) * 1000,
        durationMs: (index * 7919) % 1009,
        result: index % 5 === 0 ? 'error' : 'success',
        version: index % 3 === 0 ? '2' : '$LATEST',
      }))
      await seedInvocations(db, fn, seeds)
      await seedSeries(db, fn, { covered: [[T0, T0 + 5 * HOUR]], points: { 0: 400 } })
      await seedSeries(db, fn, { qualifier: '$LATEST', covered: [[T0, T0 + 5 * HOUR]], points: { 0: 400 } })
      const [from, to] = [T0 + fromMinute * MINUTE, T0 + toMinute * MINUTE]
      const request = { from, to, limit: 20, sort: 'slowest' as const, ...more }
      const identity = await getFunctionIdentity(db, name)
      const items: ListInvocationsResponse['items'] = []
      for (let [page, cursor] = [0, undefined as string | undefined]; page < 4; page += 1) {
        const answer = await listInvocations(db, identity, { ...request, cursor }, T0 + 5 * HOUR)
        items.push(...answer.items)
        cursor = answer.nextCursor ?? undefined
      }
      const expected = seeds
        .filter((seed) => seed.atMs >= from && seed.atMs < to)
        .filter((seed) => !('result' in more) || seed.result === more.result)
        .filter((seed) => !('qualifier' in more) || seed.version === more.qualifier)
        .filter((seed) => !('maxDurationMs' in more) || seed.durationMs <= (more.maxDurationMs ?? 0))
        .sort((left, right) => right.durationMs - left.durationMs || right.atMs - left.atMs)
        .slice(0, 80)
      expect(items.map(({ durationMs, atMs }) => [durationMs, atMs])).toEqual(
        expected.map(({ durationMs, atMs }) => [durationMs, atMs]),
      )
    },
  )

  it('goes through equally slow ones and rollups of older versions in pages, slowest first', async () => {
    const fn = await seedFunction(db, place, 'tied')
    const seeds = Array.from({ length: 500 }, (_, index) => ({
      atMs: T0 + ((index * 7919) % 300) * MINUTE + (index % 3) * 500,
      durationMs: [900, 900.5, 40, 1200, 7, 900][index % 6] ?? 0,
      result: index % 11 === 0 ? 'error' : 'success',
      version: index % 4 === 0 ? '2' : '$LATEST',
    }))
    await seedInvocations(db, fn, seeds)
    for (const [table, part] of [
      ['invocation_minute', 3],
      ['invocation_hour', 2],
    ] as const) {
      await db.pool.query(
        `update ${table} set slowest_at_ms = null, second_slowest_ms = null
          where function_id = $1 and extract(minute from at)::int % $2 = 0 and extract(hour from at)::int % $2 = 0`,
        [fn.id, part],
      )
    }
    const tied = await getFunctionIdentity(db, 'tied')
    const [from, to] = [T0 + 12_345, T0 + 290 * MINUTE + 700]
    const durations: (number | null)[] = []
    const ids = new Set<string>()
    let cursor: string | undefined
    do {
      const request = { from, to, limit: 13, sort: 'slowest' as const, cursor }
      const page = await listInvocations(db, tied, request, T0 + 9 * HOUR)
      for (const item of page.items) {
        ids.add(item.id)
        durations.push(item.durationMs)
      }
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    const expected = seeds.filter(({ atMs }) => atMs >= from && atMs < to).map(({ durationMs }) => durationMs)
    expect(durations).toEqual(expected.toSorted((a, b) => b - a))
    expect(ids.size).toBe(expected.length)
  })

  it('reads all that a filter leaves, however few, also without an end or a rollup', async () => {
    const fn = await seedFunction(db, place, 'rare')
    const seeds = Array.from({ length: 600 }, (_, index) => ({
      atMs: T0 + index * 30_500,
      durationMs: index % 101 === 7 ? null : (index * 7919) % 1009,
      result: index % 101 === 7 ? 'unknown' : index % 53 === 3 ? 'timeout' : 'success',
      version: index % 37 === 2 || index % 101 === 7 ? '2' : '1',
    }))
    await seedInvocations(db, fn, seeds)
    const dueMs = T0 + Math.floor((3 * 30_500) / MINUTE) * MINUTE
    await db.pool.query('delete from invocation_minute where function_id = $1 and at = $2', [fn.id, new Date(dueMs)])
    const due = { accountRegionId: place.id, logGroupId: fn.groupId, functionId: fn.id, minute: new Date(dueMs) }
    await db.prisma.rollupDue.create({ data: due })
    await db.prisma.functionVersion.create({ data: { functionId: fn.id, version: '2', seenAt: new Date(T0) } })
    const identity = await getFunctionIdentity(db, 'rare')
    const [from, to] = [T0 + 45_000, T0 + 5 * HOUR - 15_000]
    for (const filter of [{ qualifier: '2' }, { result: 'timeout' as const }, { result: 'unknown' as const }]) {
      const expected = seeds
        .filter(({ atMs }) => atMs >= from && atMs < to)
        .filter((seed) => ('qualifier' in filter ? seed.version === '2' : seed.result === filter.result))
        .map(({ atMs }) => atMs)
      for (const sort of ['newest', 'slowest'] as const) {
        const found: number[] = []
        let cursor: string | undefined
        do {
          const page = await listInvocations(
            db,
            identity,
            { from, to, limit: 4, sort, cursor, ...filter },
            T0 + 9 * HOUR,
          )
          found.push(...page.items.map(({ atMs }) => atMs))
          cursor = page.nextCursor ?? undefined
        } while (cursor !== undefined)
        if (sort === 'newest') expect(found).toEqual(expected.toReversed())
        expect(found.toSorted((left, right) => left - right)).toEqual(expected)
      }
    }
  })

  it('finds a slow one in a minute that waits for its rollup, and that longer than a bound are few', async () => {
    const fn = await seedFunction(db, place, 'due')
    const seeds = Array.from({ length: 90 }, (_, minute) => ({ atMs: T0 + minute * MINUTE, durationMs: 100 + minute }))
    await seedInvocations(db, fn, seeds)
    await db.pool.query('delete from invocation_minute where function_id = $1 and at = $2', [
      fn.id,
      new Date(T0 + 65 * MINUTE),
    ])
    await db.pool.query('update invocation set duration_ms = 5000 where function_id = $1 and started_at = $2', [
      fn.id,
      new Date(T0 + 65 * MINUTE),
    ])
    await db.prisma.rollupDue.create({
      data: {
        accountRegionId: place.id,
        logGroupId: fn.groupId,
        functionId: fn.id,
        minute: new Date(T0 + 65 * MINUTE),
      },
    })
    const identity = await getFunctionIdentity(db, 'due')
    const request = { from: T0, to: T0 + 2 * HOUR, limit: 5, sort: 'slowest' as const }
    const slowest = await listInvocations(db, identity, request, T0 + 5 * HOUR)
    expect(slowest.items.map(({ durationMs }) => durationMs)).toEqual([5000, 189, 188, 187, 186])
    const longer = await listInvocations(db, identity, { ...request, minDurationMs: 187 }, T0 + 5 * HOUR)
    expect(longer.items.map(({ durationMs }) => durationMs)).toEqual([5000, 189, 188])
  })

  it('finds the newest of some durations by the sketches of rollups, and what waits for its rollup', async () => {
    const fn = await seedFunction(db, place, 'banded')
    const seeds = Array.from({ length: 450 }, (_, index) => ({
      atMs: T0 + index * 40_000,
      durationMs: index % 90 === 5 ? 4000 + index : index % 50 === 7 ? 0 : 90 + (index % 40),
      result: index % 7 === 0 ? 'error' : 'success',
      version: index % 3 === 0 ? '2' : '1',
    }))
    await seedInvocations(db, fn, seeds)
    await db.pool.query('delete from invocation_minute where function_id = $1 and at = $2', [fn.id, new Date(T0)])
    await db.pool.query(
      `update invocation_hour set duration_sketch = '\\x00', duration_max_ms = null where function_id = $1 and at = $2`,
      [fn.id, new Date(T0)],
    )
    const due = { accountRegionId: place.id, logGroupId: fn.groupId, functionId: fn.id }
    for (let minute = 0; minute < 60; minute += 1) {
      await db.prisma.rollupDue.create({ data: { ...due, minute: new Date(T0 + minute * MINUTE) } })
    }
    const identity = await getFunctionIdentity(db, 'banded')
    const [from, to] = [T0 + 95_000, T0 + 5 * HOUR - 35_000]
    const readBand = async (filter: Request) => {
      const found: number[] = []
      let [cursor, pages] = [undefined as string | undefined, 0]
      do {
        const request = { from, to, limit: 14, sort: 'newest' as const, cursor, ...filter }
        const page = await listInvocations(db, identity, request, T0 + 9 * HOUR)
        found.push(...page.items.map(({ atMs }) => atMs))
        cursor = page.nextCursor ?? undefined
        pages += 1
        expect(pages).toBeLessThan(400)
      } while (cursor !== undefined)
      return found
    }
    const bands: { minDurationMs?: number; maxDurationMs?: number; result?: 'error' }[] = [
      { minDurationMs: 4000 },
      { minDurationMs: 4500, result: 'error' },
      { minDurationMs: 100, maxDurationMs: 100.5 },
      { minDurationMs: 99.5, maxDurationMs: 111 },
      { maxDurationMs: 0 },
      { minDurationMs: 0, maxDurationMs: 92 },
      { minDurationMs: 9000 },
    ]
    for (const { minDurationMs = -1, maxDurationMs = 1e9, result } of bands) {
      const expected = seeds
        .filter(({ atMs }) => atMs >= from && atMs < to)
        .filter(({ durationMs }) => durationMs > minDurationMs && durationMs <= maxDurationMs)
        .filter((seed) => result === undefined || seed.result === result)
        .map(({ atMs }) => atMs)
      const bounds = { minDurationMs: minDurationMs < 0 ? undefined : minDurationMs, maxDurationMs }
      expect(await readBand({ ...bounds, result })).toEqual(expected.toReversed())
    }
  })

  it('looks no further at once than reading stays quick, and its cursor looks further', async () => {
    const fn = await seedFunction(db, place, 'narrow')
    const seeds = Array.from({ length: 280 }, (_, minute) => ({ atMs: T0 + minute * MINUTE, durationMs: 100.9 }))
    await seedInvocations(db, fn, [...seeds, { atMs: T0 + 1000, durationMs: 100.2 }])
    const identity = await getFunctionIdentity(db, 'narrow')
    const request = { from: T0, to: T0 + 5 * HOUR, limit: 5, minDurationMs: 100, maxDurationMs: 100.5 }
    const first = await listInvocations(db, identity, { ...request, sort: 'newest' }, T0 + 5 * HOUR)
    expect(first).toMatchObject({ items: [], lookedFromMs: T0 + 30 * MINUTE })
    const cursor = first.nextCursor ?? ''
    const second = await listInvocations(db, identity, { ...request, sort: 'newest', cursor }, T0 + 5 * HOUR)
    expect(second).toMatchObject({ items: [{ atMs: T0 + 1000 }], lookedFromMs: null, nextCursor: null })
    // By Duration, no minute's maximum is below the bound.
    const slowest = await listInvocations(db, identity, { ...request, sort: 'slowest' }, T0 + 5 * HOUR)
    expect(slowest).toMatchObject({ items: [{ atMs: T0 + 1000 }], nextCursor: null })
  })

  it('stands newest or slowest first, those without a duration last', async () => {
    const times = (await list()).items.map((item) => item.atMs)
    expect(times).toEqual([...times].sort((left, right) => right - left))
    const durations = (await list({ sort: 'slowest' })).items.map((item) => item.durationMs ?? -1)
    expect(durations).toEqual([...durations].sort((left, right) => right - left))
    expect(durations.at(-1)).toBe(-1)
  })

  it('keeps to the window, from inclusive and to exclusive, to the millisecond', async () => {
    const items = await readAll({ from: T0 + 1000, to: T0 + 2000 })
    expect(items).toHaveLength(9)
  })

  it('tells how far lines are read where it finds nothing', async () => {
    expect((await list()).read).toBeNull()
    expect(await list({ from: T0 + 2 * HOUR, to: T0 + 3 * HOUR })).toMatchObject({
      items: [],
      read: { whole: 0, share: 0 },
    })
    expect((await list({ from: T0 + HOUR / 2, to: T0 + HOUR, version: '99' })).read).toMatchObject({ whole: 1 })
  })

  it('filters by Duration, longer than the one bound and up to the other, in either order', async () => {
    const between = (low: number, high: number) =>
      SEEDS.filter(({ durationMs }) => typeof durationMs === 'number' && durationMs > low && durationMs <= high).length
    for (const sort of ['newest', 'slowest'] as const) {
      expect(await readAll({ limit: 7, sort, minDurationMs: 0, maxDurationMs: 200 })).toHaveLength(between(0, 200))
      expect(await readAll({ limit: 7, sort, minDurationMs: 200 })).toHaveLength(between(200, 1e9))
      expect(await readAll({ limit: 7, sort, maxDurationMs: 100 })).toHaveLength(between(-1, 100))
    }
    expect((await list({ sort: 'slowest', maxDurationMs: 100, limit: 1 })).items[0]?.durationMs).toBe(100)
  })

  it('filters by result and by version', async () => {
    expect((await list({ result: 'timeout' })).items).toHaveLength(
      SEEDS.filter((seed) => seed.result === 'timeout').length,
    )
    expect((await list({ result: 'unknown' })).items).toHaveLength(1)
    const items = (await list({ qualifier: '2' })).items
    expect(items).toHaveLength(20)
    expect(new Set(items.map((item) => item.version))).toEqual(new Set(['2']))
  })

  it('finds every failure together, newest and slowest first', async () => {
    for (const sort of ['newest', 'slowest'] as const) {
      const { items } = await list({ result: 'failed', sort })
      expect(new Set(items.map(({ result }) => result))).toEqual(new Set(['error', 'timeout']))
      expect(items).toHaveLength(SEEDS.filter(({ result }) => result === 'error' || result === 'timeout').length)
    }
  })

  it('lists an alias whose version only it called, and refuses one whose lines cannot be told', async () => {
    expect((await list({ qualifier: 'live', to: T0 + 30 * MINUTE })).items).toHaveLength(20)
    await expect(list({ qualifier: 'torn', to: T0 + 30 * MINUTE })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('refuses a cursor of the other order', async () => {
    const { nextCursor } = await list({ limit: 1 })
    await expect(list({ cursor: nextCursor ?? '', sort: 'slowest' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

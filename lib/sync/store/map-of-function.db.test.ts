import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getMap } from '@/lib/server/queries/get-map'
import { compareTraceGroups, listTraceGroups } from '@/lib/server/queries/list-trace-groups'
import { listTracePoints } from '@/lib/server/queries/list-trace-points'
import { listTraces } from '@/lib/server/queries/list-traces'
import { MOST_TRACES } from '@/lib/server/queries/tally-function-traces'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  requestIdOf,
  type SeededFunction,
  seedAlias,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  seedSeries,
} from '@/lib/server/testing/seed'
import { DAY_MS, HOUR_MS, idOf, MINUTE_MS, storeGraphs, T0 } from '@/lib/sync/testing/store-graphs'

const NOW_MS = T0 + 5 * HOUR_MS
const WINDOW = { from: T0, to: T0 + HOUR_MS }

let db: TestDb
let orders: SeededFunction
let busy: SeededFunction
let elsewhere: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const ireland = await seedPlace(db)
  const virginia = await seedPlace(db, 'us-east-1')
  const other = await seedPlace(db, 'eu-west-1', '444455556666')
  orders = await seedFunction(db, ireland, 'orders')
  busy = await seedFunction(db, ireland, 'busy')
  elsewhere = await seedFunction(db, virginia, 'orders')
  await seedFunction(db, other, 'mails')
  // 1 and 2 ran version 7, of which 2 came back late; 3 names no request and ran 7; 4 ran 8; 5 is called by its ARN.
  const of = { 1: requestIdOf(1), 2: requestIdOf(2), 3: '', 4: requestIdOf(4), 5: requestIdOf(5) }
  for (const [number, requestId] of Object.entries(of)) await storeTrace(orders, Number(number), requestId)
  await seedInvocations(db, orders, [
    { atMs: T0 + MINUTE_MS, requestId: of[1], version: '7' },
    { atMs: T0 + 3 * HOUR_MS, requestId: of[2], version: '7' },
    { atMs: T0 + 3 * MINUTE_MS, requestId: requestIdOf(33), version: '7', traceId: idOf(3) },
    { atMs: T0 + 4 * MINUTE_MS, requestId: of[4], version: '8' },
  ])
  await db.pool.query(`UPDATE trace SET facts = $1 WHERE id = $2`, [
    JSON.stringify({ q: [{ n: 'orders', q: 'live' }] }),
    idOf(5),
  ])
  for (const [name, version] of [
    ['live', '8'],
    ['blue', '7'],
  ] as const) {
    await seedAlias(db, orders, name, version)
  }
})

afterAll(() => db.close())

async function storeTrace(fn: SeededFunction, number: number, requestId: string): Promise<void> {
  const atMs = T0 + number * MINUTE_MS
  await db.pool.query(
    `INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision, facts, function_names, duration_ms)
     VALUES ($1, $2, $3, false, false, false, false, 1, '{}', ARRAY[$4::text], 5)`,
    [fn.place.id, idOf(number), new Date(atMs), fn.name],
  )
  await db.pool.query(
    'INSERT INTO trace_function (account_region_id, function_id, started_at, trace_id, request_id) VALUES ($1, $2, $3, $4, $5)',
    [fn.place.id, fn.id, new Date(atMs), idOf(number), requestId],
  )
  await storeGraphs(db, [{ number, atMs }], fn.place.id)
}

async function countTraces(request: Partial<Parameters<typeof getMap>[1]>): Promise<number> {
  return (await getMap(db, { ...WINDOW, ...request }, NOW_MS)).traces
}

describe('the map of a function', () => {
  it('is of the one that the scope holds, in whatever form the scope is asked for', async () => {
    const places = '111122223333/eu-west-1,444455556666/eu-west-1'
    for (const scope of [
      { places },
      { region: 'eu-west-1,eu-central-1' },
      { region: 'eu-west-1' },
      { accountId: '111122223333,444455556666', region: 'eu-west-1' },
    ]) {
      expect([scope, await countTraces({ ...scope, functionName: 'orders' })]).toEqual([scope, 5])
    }
    expect(await countTraces({ region: 'us-east-1', functionName: 'orders' })).toBe(0)
    await expect(countTraces({ functionName: 'orders' })).rejects.toMatchObject({ code: 'AMBIGUOUS_FUNCTION' })
    await expect(countTraces({ region: 'us-east-1', functionName: 'mails' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('refuses a qualifier of no function', async () => {
    await expect(countTraces({ qualifier: '7' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('is not read from before its segments are kept, and says from when on it is', async () => {
    await db.pool.query('UPDATE account_region SET graph_details_from = $1 WHERE id = $2', [
      new Date(T0 + 3 * MINUTE_MS),
      orders.place.id,
    ])
    const map = await getMap(db, { ...WINDOW, region: 'eu-west-1', functionName: 'orders' }, NOW_MS)
    expect(map).toMatchObject({ traces: 3, countedFromMs: T0 + 3 * MINUTE_MS, cutBy: 'kept' })
    const nothing = { from: T0, to: T0 + MINUTE_MS, region: 'eu-west-1', functionName: 'orders' }
    expect(await getMap(db, nothing, NOW_MS)).toMatchObject({ traces: 0, countedFromMs: nothing.to, cutBy: 'kept' })
    await db.pool.query(`UPDATE account_region SET graph_details_from = 'epoch'`)
    expect((await getMap(db, { ...WINDOW, region: 'eu-west-1', functionName: 'orders' }, NOW_MS)).cutBy).toBe(null)
  })

  it('is of the newest traces of a busy one, and says from when on', async () => {
    const numbers = `generate_series(1, ${MOST_TRACES + 3}) AS n`
    const id = `'1-691f3210-' || lpad((n + 100000)::text, 24, '0')`
    const at = `$2::timestamptz + n * interval '100 milliseconds'`
    await db.pool.query(
      `INSERT INTO trace_function (account_region_id, function_id, started_at, trace_id, request_id)
       SELECT ${busy.place.id}, $1::int, ${at}, ${id}, request_id FROM ${numbers}, unnest('{a,b}'::text[]) AS request_id`,
      [busy.id, new Date(T0)],
    )
    await db.pool.query(
      `INSERT INTO trace_graph (account_region_id, trace_id, started_at, body)
       SELECT ${busy.place.id}, ${id}, ${at}, g.body FROM trace_graph g, ${numbers} WHERE g.trace_id = $1`,
      [idOf(1), new Date(T0)],
    )
    const map = await getMap(db, { ...WINDOW, functionName: 'busy' }, NOW_MS)
    expect(map).toMatchObject({ traces: MOST_TRACES, countedFromMs: T0 + 301, cutBy: 'busy' })
    const later = await getMap(db, { ...WINDOW, from: T0 + 301, functionName: 'busy' }, NOW_MS)
    expect(later).toMatchObject({ traces: MOST_TRACES, cutBy: null })
  })
})

describe('the map of a version or alias', () => {
  const own = { region: 'eu-west-1', functionName: 'orders' }

  /** How many traces each place has of a qualifier, and how many it says that it cannot tell. */
  async function countEverywhere(qualifier: string, scope: { region?: string } = own) {
    const asked = { ...WINDOW, functionName: 'orders', ...scope, qualifier }
    const compared = { ...asked, by: 'status', left: 'OK', right: 'Fault' } as const
    const [list, points, groups, compare] = await Promise.all([
      listTraces(db, { ...asked, limit: 100, sort: 'newest' }, NOW_MS),
      listTracePoints(db, asked, NOW_MS),
      listTraceGroups(db, { ...asked, by: 'status' }, NOW_MS),
      compareTraceGroups(db, compared, NOW_MS),
    ])
    const hidden = [list, points, groups, compare].map((one) => one.hidden)
    return { counts: [list.items.length, points.ids.length, groups.counted, compare.counted], hidden }
  }

  it('counts the traces that lists, points, groups and comparisons have of it', async () => {
    for (const [qualifier, count] of [
      ['7', 3],
      ['8', 1],
    ] as const) {
      expect([qualifier, await countTraces({ ...own, qualifier })]).toEqual([qualifier, count])
      const all = { counts: [count, count, count, count], hidden: [null, null, null, null] }
      expect([qualifier, await countEverywhere(qualifier)]).toEqual([qualifier, all])
    }
    await expect(countTraces({ ...own, qualifier: '9' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(countEverywhere('9')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is of what is called by its ARN while others cannot be told, and everywhere says how many those are', async () => {
    const hidden = { traces: 4, reason: expect.stringContaining('CloudWatch has not answered') }
    const map = await getMap(db, { ...WINDOW, ...own, qualifier: 'live' }, NOW_MS)
    expect(map).toMatchObject({ traces: 1, hidden })
    const everywhere = { counts: [1, 1, 1, 1], hidden: [hidden, hidden, hidden, hidden] }
    expect(await countEverywhere('live')).toEqual(everywhere)
    // The function of that name in another region has no such alias: its traces are none that cannot be told.
    await storeTrace(elsewhere, 6, requestIdOf(6))
    expect(await countEverywhere('live', {})).toEqual(everywhere)
    const filtered = { ...WINDOW, ...own, qualifier: 'live', limit: 100, sort: 'newest', filter: 'fault' } as const
    expect(await listTraces(db, filtered, NOW_MS)).toMatchObject({ items: [], hidden: null })
  })

  it('is of the versions that are provably its own, and of what is called by its ARN', async () => {
    await seedLogCoverage(db, orders, T0 - DAY_MS, NOW_MS)
    const covered: [number, number][] = [[T0 - DAY_MS, NOW_MS]]
    const minute = 3
    await seedSeries(db, orders, { covered, points: { 1: 1, 3: 1, 4: 1 } })
    await seedSeries(db, orders, { covered, qualifier: 'blue', points: { 1: 1, [minute]: 1 } })
    await seedSeries(db, orders, { covered, qualifier: 'live', points: { 4: 1 } })
    expect(await getMap(db, { ...WINDOW, ...own, qualifier: 'live' }, NOW_MS)).toMatchObject({
      traces: 2,
      hidden: null,
    })
    expect(await countTraces({ ...own, qualifier: 'blue' })).toBe(3)
    for (const scope of [own, {}]) {
      expect(await countEverywhere('live', scope)).toEqual({ counts: [2, 2, 2, 2], hidden: [null, null, null, null] })
      expect(await countEverywhere('blue', scope)).toMatchObject({ counts: [3, 3, 3, 3] })
    }
  })
})

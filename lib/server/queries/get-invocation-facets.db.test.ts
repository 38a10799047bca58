import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InvocationFacetsRequest, ListInvocationsResponse } from '@/lib/contracts/invocations'
import { type FunctionIdentity, getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getInvocationFacets } from '@/lib/server/queries/get-invocation-facets'
import { listInvocations } from '@/lib/server/queries/list-invocations'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  type InvocationSeed,
  MINUTE,
  type SeededPlace,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
let identity: FunctionIdentity
let place: SeededPlace
type Request = Partial<Omit<InvocationFacetsRequest, 'accountId' | 'region'>>
type Item = ListInvocationsResponse['items'][number]

const RESULTS = ['success', 'success', 'success', 'error', 'timeout']
const SEEDS: InvocationSeed[] = Array.from({ length: 240 }, (_, index) => ({
  atMs: T0 + index * 45_000,
  durationMs: index === 17 ? null : (index % 40) * 10,
  result: index === 17 ? 'unknown' : RESULTS[index % RESULTS.length],
  version: index % 3 === 0 ? '2' : '1',
  coldStart: index % 20 === 0,
  maxMemoryUsedMb: [64, 600, 800, 1000][index % 4] ?? 64,
  tenantId: index % 6 === 0 ? 'blue' : index % 6 === 1 ? 'green' : undefined,
  traceId: index % 7 === 0 ? `1-00000000-${String(index).padStart(24, '0')}` : null,
}))

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  place = await seedPlace(db)
  const fn = await seedFunction(db, place, 'facets')
  await seedInvocations(db, fn, SEEDS)
  await seedLogCoverage(db, fn, T0, T0 + 4 * HOUR)
  await db.pool.query(`update invocation set error_type = format((array['E%s', 'Runtime.E%s', 'Function<E%s>'])
      [1 + extract(epoch from started_at)::int / 90 % 3], extract(epoch from started_at)::int / 45 % 2)
    where result = 'error'`)
  await db.pool.query(`update invocation set memory_mb = 2048 where extract(epoch from started_at)::int / 45 % 5 < 2`)
  identity = await getFunctionIdentity(db, 'facets')
})
afterAll(() => db.close())

const window = { from: T0, to: T0 + 3 * HOUR }
const facets = (request: Request = {}) => getInvocationFacets(db, identity, { ...window, ...request }, T0 + 5 * HOUR)

async function list(request: Request = {}, sort: 'newest' | 'slowest' = 'newest'): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const asked = { ...window, limit: 50, sort, cursor, ...request }
    const page = await listInvocations(db, identity, asked, T0 + 5 * HOUR)
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return items
}

const CHOICES: Request[] = [
  {},
  { result: 'failed' },
  { version: '2', start: 'cold' },
  { start: 'warm', result: 'success' },
  { errorType: 'E1' },
  { errorType: 'Timeout' },
  { memory: 'over-90' },
  { memorySizeMb: 2048, start: 'cold' },
  { memorySizeMb: 1024, result: 'failed' },
  { traced: 'yes', result: 'failed' },
  { tenantId: 'blue' },
  { minDurationMs: 100, maxDurationMs: 200 },
  { from: T0 + 7 * MINUTE, to: T0 + 95 * MINUTE, version: '1' },
]

describe('getInvocationFacets', () => {
  it.each(CHOICES)('counts with %j what the list then holds, in all, over time and by each value', async (choice) => {
    const answer = await facets(choice)
    const items = await list(choice)
    expect(items.length).toBeGreaterThan(0)
    expect(answer.total).toBe(items.length)
    expect((await list(choice, 'slowest')).map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort())
    const overTime = answer.histogram.map(({ counts }) =>
      Object.values(counts ?? {}).reduce((sum, one) => sum + one, 0),
    )
    expect(overTime.reduce((sum, one) => sum + one, 0)).toBe(items.length)
    for (const { facet, values, lookedAt } of answer.facets) {
      expect(lookedAt).toBeNull()
      for (const { value, invocations } of values) {
        expect([facet, value, (await list({ ...choice, [facet]: value })).length]).toEqual([facet, value, invocations])
      }
    }
  })

  it('tells what is not read from what is empty', async () => {
    const { histogram, isWhole } = await facets({ to: T0 + 5 * HOUR })
    const at = (minute: number) => histogram.findLast(({ atMs }) => atMs <= T0 + minute * MINUTE)?.counts
    expect(isWhole).toBe(false)
    expect(at(200)).toEqual({})
    expect(at(250)).toBeNull()
  })

  it('says how far it looked where there are more than it looks at', async () => {
    const fn = await seedFunction(db, place, 'busy')
    await seedLogCoverage(db, fn, T0, T0 + 6 * HOUR)
    await db.pool.query(
      `insert into invocation (account_region_id, function_id, started_at, key, stream_id, request_id, version, ended_at,
         closed, result, duration_ms, memory_mb, max_memory_used_mb, cold_start)
       select $1, $2, to_timestamp($3::float8 / 1000 + n), decode(lpad(to_hex(n), 16, '0'), 'hex'),
         (select min(id) from log_stream), gen_random_uuid(), '1', to_timestamp($3::float8 / 1000 + n), true,
         case when n = 100 then 'error' else 'success' end, n % 100, 100, case when n < 200 then 95 else 10 end, false
         from generate_series(0, 12000) n`,
      [identity.accountRegionId, fn.id, T0],
    )
    const busy = await getFunctionIdentity(db, 'busy')
    const whole = { from: T0, to: T0 + 6 * HOUR }
    const choice = { ...whole, memory: 'over-90' as const }
    const { facets: found, lookedAt, total, histogram } = await getInvocationFacets(db, busy, choice, T0 + 7 * HOUR)
    expect(lookedAt).toEqual({ invocations: 3000, fromMs: T0 + 9001 * 1000 })
    expect(total).toBe(0)
    expect(histogram[0]?.counts).toBeNull()
    expect(found.find(({ facet }) => facet === 'errorType')?.lookedAt).toBeNull()
    const pages: [number, number | null][] = []
    let cursor: string | undefined
    do {
      const page = await listInvocations(db, busy, { ...choice, limit: 500, sort: 'newest', cursor }, T0 + 7 * HOUR)
      pages.push([page.items.length, page.lookedFromMs])
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(pages).toEqual([
      [0, T0 + 7001 * 1000],
      [0, T0 + 2001 * 1000],
      [200, null],
    ])
    const slowest = await listInvocations(db, busy, { ...choice, limit: 50, sort: 'slowest' }, T0 + 7 * HOUR)
    expect([slowest.items.length, slowest.lookedFromMs]).toEqual([0, T0 + 7001 * 1000])
  })
})

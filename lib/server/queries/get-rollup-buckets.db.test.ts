import { afterAll, beforeAll, expect, it } from 'vitest'
import { addRollup, noRollups, type RollupTotals } from '@/lib/domain/add-rollups'
import { encodeSketch } from '@/lib/domain/sketch'
import { getInvocationRollups } from '@/lib/server/queries/get-invocation-rollups'
import { addVersions, getRollupBuckets } from '@/lib/server/queries/get-rollup-buckets'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  type SeededFunction,
  seedFunction,
  seedInvocations,
  seedPartitions,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

const RESULTS = ['success', 'error', 'timeout', 'out-of-memory', 'init-error', 'unknown']
let db: TestDb
let fn: SeededFunction

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  fn = await seedFunction(db, await seedPlace(db), 'busy')
  const seeds = Array.from({ length: 300 }, (_, index) => ({
    atMs: T0 + Math.floor((index * 4 * HOUR) / 300),
    durationMs: (index * 7919) % 1009,
    result: RESULTS[index % 7] ?? 'success',
    version: index % 3 === 0 ? '1' : '2',
    coldStart: index % 10 === 0,
    maxMemoryUsedMb: 50 + (index % 90),
  }))
  await seedInvocations(db, fn, seeds)
})

afterAll(() => db.close())

const plain = ({ durations, ...totals }: RollupTotals) => ({ ...totals, durations: [...encodeSketch(durations)] })

it.each([
  [0, 240, 10],
  [7, 233, 13],
  [60, 240, 60],
  [7, 233, 226],
  [20, 40, 20],
  [59, 61, 2],
])('is the sum of the minutes from %d to %d in buckets of %d', async (from, to, period) => {
  const window = { fromMs: T0 + from * MINUTE, toMs: T0 + to * MINUTE }
  const minutes = await getInvocationRollups(db, [fn.id], window, { hours: false })
  for (const versions of ['all', ['2'], []] as const) {
    const expected = new Map<number, RollupTotals>()
    for (const row of minutes) {
      if (versions !== 'all' && !versions.some((version) => version === row.version)) continue
      const bucket = Math.floor((row.atMs - window.fromMs) / (period * MINUTE))
      const totals = expected.get(bucket) ?? noRollups()
      expected.set(bucket, totals)
      addRollup(totals, row)
    }
    const found = addVersions(await getRollupBuckets(db, fn.id, { ...window, periodMs: period * MINUTE }), versions)
    const inOrder = (buckets: Map<number, RollupTotals>) =>
      [...buckets].sort(([left], [right]) => left - right).map(([bucket, totals]) => [bucket, plain(totals)])
    expect(inOrder(found)).toEqual(inOrder(expected))
  }
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FunctionIdentity, getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { listTopInvocations } from '@/lib/server/queries/list-top-invocations'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import {
  HOUR,
  MINUTE,
  seedAlias,
  seedFunction,
  seedInvocations,
  seedLogCoverage,
  seedPartitions,
  seedPlace,
  T0,
} from '@/lib/server/testing/seed'

let db: TestDb
let identity: FunctionIdentity

/** Three hours and a minute of it; each ninetieth has an Init Duration that is billed beyond its Duration. */
const SEEDS = Array.from({ length: 900 }, (_, index) => {
  const initMs = index % 90 === 45 ? 800 + index : null
  const durationMs = (index * 7919) % 1_009
  return {
    atMs: T0 + index * 12_000 + 500,
    durationMs,
    initMs,
    coldStart: initMs !== null,
    billedMs: Math.ceil(durationMs + (initMs ?? 0)),
    version: index % 4 === 0 ? '2' : '1',
  }
})

beforeAll(async () => {
  db = await openTestDb()
  await seedPartitions(db)
  const fn = await seedFunction(db, await seedPlace(db), 'busy')
  await seedInvocations(db, fn, SEEDS)
  await seedLogCoverage(db, fn, T0, T0 + 4 * HOUR)
  await seedAlias(db, fn, 'live', '2')
  identity = await getFunctionIdentity(db, 'busy')
})
afterAll(() => db.close())

const top = (fromMs: number, toMs: number, qualifier?: string) =>
  listTopInvocations(db, identity, { from: fromMs, to: toMs, qualifier }, T0 + 5 * HOUR)

describe('listTopInvocations', () => {
  it.each([
    [0, 180, undefined],
    [0.5, 179.25, undefined],
    [10.5, 12.25, undefined],
    [61, 119, '2'],
  ])('finds the slowest and the dearest among all, from minute %d to %d of %s', async (from, to, qualifier) => {
    const [fromMs, toMs] = [T0 + from * MINUTE, T0 + to * MINUTE]
    const inside = SEEDS.filter(
      ({ atMs, version }) => atMs >= fromMs && atMs < toMs && (qualifier === undefined || version === qualifier),
    )
    const first = (of: 'durationMs' | 'billedMs') =>
      inside
        .map((seed) => seed[of])
        .sort((a, b) => b - a)
        .slice(0, 5)
    const { slowest, dearest } = await top(fromMs, toMs, qualifier)
    expect(slowest.map(({ durationMs }) => durationMs)).toEqual(first('durationMs'))
    expect(dearest.map(({ billedMs }) => billedMs)).toEqual(first('billedMs'))
  })

  it('prices each on demand, and says why those of an alias cannot be told apart', async () => {
    const { dearest } = await top(T0, T0 + HOUR)
    const [first] = dearest
    expect(first?.costUsd).toBeCloseTo(((first?.billedMs ?? 0) / 1000) * 0.0000166667 + 0.2e-6, 12)
    const alias = await top(T0, T0 + HOUR, 'live')
    expect(alias).toMatchObject({ slowest: [], dearest: [] })
    expect(alias.reason).toMatch(/CloudWatch/)
    await expect(top(T0, T0 + HOUR, 'nobody')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { dumpComparable } from '@/lib/sync/testing/dump-comparable'
import { diffDumps } from '@/lib/sync/testing/dump-rows'
import {
  askSimulator,
  HOUR_MS,
  openTestDb,
  pull,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'

const STEP_MS = 7 * 60_000
const STEPS = 4
let world: TestWorld
let following: TestDb
let afterwards: TestDb

beforeAll(async () => {
  world = await startWorld({ functions: 20, hours: 1 })
  following = await openTestDb()
  afterwards = await openTestDb()
}, 120_000)

afterAll(async () => {
  await following?.drop()
  await afterwards?.drop()
  await world?.stop()
})

it('following the clock ends in the rows of one pull afterwards: late lines, re-stated metrics, partial traces', async () => {
  let nowMs = TEST_NOW_MS
  await pull(following.url, { nowMs, backfillMs: HOUR_MS })
  for (let step = 0; step < STEPS; step += 1) {
    nowMs += STEP_MS
    await askSimulator(world, '/_clock', { method: 'POST', body: JSON.stringify({ toMs: nowMs }) })
    await pull(following.url, { nowMs, backfillMs: HOUR_MS })
  }
  await pull(afterwards.url, { nowMs, backfillMs: nowMs - TEST_NOW_MS + HOUR_MS })
  const expected = await dumpComparable(afterwards.pool)
  const actual = await dumpComparable(following.pool)
  expect(expected.get('invocation')?.length).toBeGreaterThan(500)
  expect(diffDumps(expected, actual)).toEqual({})
}, 240_000)

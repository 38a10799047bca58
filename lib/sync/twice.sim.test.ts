import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { buildProgram, type Program } from '@/e2e/fixtures/build-program'
import { dumpComparable } from '@/lib/sync/testing/dump-comparable'
import { diffDumps } from '@/lib/sync/testing/dump-rows'
import {
  askSimulator,
  HOUR_MS,
  openTestDb,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'

/** Calls whose windows follow from the clock alone. */
const READS = ['FilterLogEvents', 'GetTraceSummaries']
/** Which metrics are asked together depends on which are known by then; none is asked twice. */
const ONCE = [...READS, 'GetMetricData']

type Calls = { region: string; operation: string; calls: number; repeated: number }

let world: TestWorld
let program: Program
let alone: TestDb
let shared: TestDb

beforeAll(async () => {
  program = await buildProgram('lib/sync/testing/pull-process.ts')
  world = await startWorld({ functions: 8, hours: 1 })
  alone = await openTestDb()
  shared = await openTestDb()
}, 120_000)

beforeEach(() => askSimulator(world, '/_calls', { method: 'DELETE' }))

afterAll(async () => {
  await alone?.drop()
  await shared?.drop()
  await program?.remove()
  await world?.stop()
})

/** Pulls with so many worker processes at once until none of them has anything left to do. */
async function pullWith(workers: number, { url }: TestDb): Promise<Calls[]> {
  const env = {
    ...process.env,
    ...world.env,
    DATABASE_URL: url,
    PULL_NOW_MS: String(TEST_NOW_MS),
    PULL_BACKFILL_MS: String(HOUR_MS),
    LOG_LEVEL: 'error',
  }
  const ends = Array.from({ length: workers }, async () => {
    const child = spawn(process.execPath, [program.file], { env, stdio: ['ignore', 'inherit', 'ignore'] })
    const [code] = await once(child, 'exit')
    return code
  })
  expect(await Promise.all(ends)).toEqual(ends.map(() => 0))
  return askSimulator<Calls[]>(world, '/_calls')
}

function callsOf(operations: readonly string[], calls: readonly Calls[]): Calls[] {
  return calls.filter(({ operation }) => operations.includes(operation))
}

it('two workers on one database send the calls of one, none of them twice, and store the same rows', async () => {
  const one = callsOf(ONCE, await pullWith(1, alone))
  await askSimulator(world, '/_calls', { method: 'DELETE' })
  const two = callsOf(ONCE, await pullWith(2, shared))
  expect(one.map(({ calls }) => calls).reduce((sum, calls) => sum + calls, 0)).toBeGreaterThan(20)
  expect(new Set(two.map(({ operation }) => operation))).toEqual(new Set(ONCE))
  expect([...one, ...two].filter(({ repeated }) => repeated > 0)).toEqual([])
  expect(callsOf(READS, two)).toEqual(callsOf(READS, one))
  expect(diffDumps(await dumpComparable(alone.pool), await dumpComparable(shared.pool))).toEqual({})
})

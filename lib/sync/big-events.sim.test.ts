import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildProgram, type Program } from '@/e2e/fixtures/build-program'
import { waitForLine } from '@/e2e/fixtures/wait-for-line'
import { selectRows } from '@/lib/server/db'
import {
  askSimulator,
  HOUR_MS,
  openTestDb,
  startWorld,
  TEST_NOW_MS,
  type TestDb,
  type TestWorld,
} from '@/lib/sync/testing/open-test-pull'

const HEAP_MB = 80
/** With the worker's programs, and with the bytes of pages on their way, which are no part of the heap. */
const MOST_RSS_MB = 300

let world: TestWorld
let db: TestDb
let program: Program

beforeAll(async () => {
  program = await buildProgram('lib/sync/testing/pull-process.ts')
  world = await startWorld({ functions: 4, hours: 1 })
  db = await openTestDb()
}, 120_000)

afterAll(async () => {
  await db?.drop()
  await world?.stop()
  await program?.remove()
})

it('reads more of megabyte events than its memory holds', async () => {
  const rule = { kind: 'big-event', operation: 'FilterLogEvents', share: 0.05 }
  await askSimulator(world, '/_faults', { method: 'POST', body: JSON.stringify([rule]) })
  const env = {
    ...process.env,
    ...world.env,
    DATABASE_URL: db.url,
    PULL_NOW_MS: String(TEST_NOW_MS),
    PULL_BACKFILL_MS: String(HOUR_MS / 4),
  }
  const flags = [`--max-old-space-size=${HEAP_MB}`, '--conditions=react-server', program.file]
  const child = spawn(process.execPath, flags, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const peakKb = await waitForLine(child, /^MEMORY (\d+)$/, 120_000)
  expect(await ended).toEqual([0, null])
  const sql = `SELECT count(*)::int AS events, sum(octet_length(message))::float8 / 1e6 AS mb FROM log_event
    WHERE octet_length(message) >= 1048576`
  const [big] = await selectRows<{ events: number; mb: number }>(db.pool, sql, [])
  expect(big?.mb).toBeGreaterThan(HEAP_MB)
  expect(Number(peakKb) / 1024).toBeLessThan(MOST_RSS_MB)
})

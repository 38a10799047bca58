import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { isRunning, listDescendants, type RunningProcess } from '@/e2e/fixtures/list-descendants'
import { makeDataDirectory, startProduct, type TestProduct } from '@/e2e/fixtures/start-product'
import { findDatabaseUrl } from '@/lib/launch/connection-file'
import { waitForPostgres } from '@/lib/launch/postgres/wait-for-postgres'

/** A killed Postgres replays what was written since its last checkpoint: 2 s when alone, over 10 beside other tests. */
const BACK_WITHIN_MS = 30_000

let dataDirectory: string
let product: TestProduct

beforeAll(async () => {
  dataDirectory = await makeDataDirectory()
  product = await startProduct({ dataDirectory })
})

afterAll(async () => {
  await product.stop()
})

const children = {
  // Next names its process itself once it runs.
  web: / \S*standalone\/server\.js$|^next-server /,
  worker: / \S*dist\/worker\.mjs$/,
  simulator: / \S*dist\/simulator\.mjs /,
  postgres: /^\S*bin\/postgres -D /,
  'guard of postgres': /^\/bin\/sh -c .* lambdascope-postgres /s,
}

function findChild(pattern: RegExp): RunningProcess | undefined {
  const pid = product.process.pid
  if (pid === undefined) throw new Error('the product has no process')
  return listDescendants(pid).find(({ command }) => pattern.test(command))
}

async function waitFor<T>(what: string, find: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + BACK_WITHIN_MS
  while (performance.now() < deadline) {
    const found = await find()
    if (found !== undefined) return found
    await sleep(50)
  }
  throw new Error(`${what}: not within ${BACK_WITHIN_MS / 1000} s`)
}

async function isHealthy(): Promise<true | undefined> {
  const health = await fetch(`${product.url}/api/health`).then(
    (response) => response.json(),
    () => null,
  )
  return health?.database?.state === 'ok' ? true : undefined
}

async function query(sql: string, values: unknown[] = []): Promise<unknown[]> {
  const url = findDatabaseUrl({ LAMBDASCOPE_DATA_DIR: dataDirectory })
  await waitForPostgres(url, BACK_WITHIN_MS)
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

it.each(Object.entries(children))('brings a killed %s back, and keeps the data', async (name, pattern) => {
  const before = await waitFor(`the ${name} runs`, () => findChild(pattern))
  await query('INSERT INTO instance_setting (key, value) VALUES ($1, $2)', [`written before ${name} died`, 'kept'])
  process.kill(before.pid, 'SIGKILL')
  await waitFor(`another ${name} runs`, () => {
    const after = findChild(pattern)
    return after && !isSame(after, before) ? after : undefined
  })
  await waitFor('the product is healthy', isHealthy)
  const kept = await query('SELECT value FROM instance_setting WHERE key = $1', [`written before ${name} died`])
  expect(kept).toEqual([{ value: 'kept' }])
})

it('leaves no process after Ctrl-C, and no connection file', async () => {
  const running = listDescendants(product.process.pid ?? 0)
  expect(running.length).toBeGreaterThan(5)
  expect(await product.stop('SIGINT')).toBe(0)
  expect(running.filter(isRunning)).toEqual([])
  expect(() => findDatabaseUrl({ LAMBDASCOPE_DATA_DIR: dataDirectory })).toThrow(/No running Lambdascope was found/)
})

it('starts again on the data that is there, although it was killed, and leaves nothing of the killed one', async () => {
  product = await startProduct({ dataDirectory })
  const running = listDescendants(product.process.pid ?? 0)
  product.process.kill('SIGKILL')
  product = await startProduct({ dataDirectory, env: { PORT: new URL(product.url).port } })
  expect(running.filter(isRunning)).toEqual([])
  expect(await query(`SELECT count(*)::int AS kept FROM instance_setting WHERE value = 'kept'`)).toEqual([
    { kept: Object.keys(children).length },
  ])
})

function isSame(a: RunningProcess, b: RunningProcess): boolean {
  return a.pid === b.pid && a.startedAt === b.startedAt
}

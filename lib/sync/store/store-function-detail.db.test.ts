import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { selectRows } from '@/lib/server/db'
import { openTestDb, type TestDb } from '@/lib/server/testing/open-test-db'
import { type SeededPlace, seedFunction, seedPlace, T0 } from '@/lib/server/testing/seed'
import { parseFunctionConfiguration } from '@/lib/sync/aws/parse-function-configuration'
import { storeFunctionDetail } from '@/lib/sync/store/store-function-detail'

const MINUTE_MS = 60_000
const configuration = parseFunctionConfiguration({ FunctionName: 'orders', FunctionArn: 'arn:orders' }, '')
let db: TestDb
let place: SeededPlace
let functionId: number

beforeAll(async () => {
  db = await openTestDb()
  place = await seedPlace(db)
})

beforeEach(async () => {
  await db.pool.query('TRUNCATE lambda_function, log_group, function_change CASCADE')
  functionId = (await seedFunction(db, place, 'orders')).id
})

afterAll(() => db.close())

/** What GetFunction answers, so many minutes after T0. */
async function store(minute: number, answer: { tags?: unknown; reservedConcurrency?: number | null }): Promise<void> {
  if (configuration === null) throw new Error('the configuration cannot be read')
  const detail = { configuration, tags: {}, reservedConcurrency: null, ...answer }
  const client = await db.pool.connect()
  const nowMs = T0 + minute * MINUTE_MS
  await storeFunctionDetail(client, functionId, { accountRegionId: place.id, nowMs, detail })
  client.release()
}

function changes() {
  const sql = `
    SELECT kind, before, after, ((extract(epoch FROM known_after) * 1000 - $1) / 60000)::int AS after_minute
    FROM function_change ORDER BY id`
  return selectRows(db.pool, sql, [T0])
}

it('takes what is seen first for no change, and tells a change since the last look', async () => {
  await store(0, { tags: { team: 'a' } })
  await store(10, { tags: { team: 'a' } })
  await store(20, { tags: { team: 'b' }, reservedConcurrency: 5 })
  await store(30, { tags: {}, reservedConcurrency: 5 })
  expect(await changes()).toEqual([
    { kind: 'tags', before: { team: 'a' }, after: { team: 'b' }, after_minute: 10 },
    { kind: 'concurrency', before: null, after: 5, after_minute: 10 },
    { kind: 'tags', before: { team: 'b' }, after: {}, after_minute: 20 },
  ])
})

it('keeps tags that AWS can read no longer, and compares them when it can again', async () => {
  await store(0, { tags: { team: 'a' } })
  await store(10, { tags: null })
  const stored = await selectRows(db.pool, 'SELECT tags FROM lambda_function', [])
  expect(stored).toEqual([{ tags: { team: 'a' } }])
  await store(20, { tags: { team: 'a' } })
  expect(await changes()).toEqual([])
})

it('takes tags that could never be read for no change when they can', async () => {
  await store(0, { tags: null })
  await store(10, { tags: { team: 'a' } })
  await store(20, { tags: { team: 'b' } })
  expect(await changes()).toMatchObject([{ before: { team: 'a' }, after: { team: 'b' } }])
})

import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { copyEarlierMigrations, type EarlierMigrations } from '@/lib/launch/migrations/copy-earlier-migrations'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'

const TRACES = `
  INSERT INTO trace (account_region_id, id, started_at, has_error, has_fault, has_throttle, is_partial, revision, function_names)
  VALUES (1, 'one', '2026-11-19 23:59:59.999+00', true, false, false, false, 3, '{orders}'),
    (1, 'two', '2026-11-20 00:00+00', false, true, false, true, 1, '{}'), (2, 'two', '2026-11-20 00:00+00', false, true, false, true, 1, '{}')`
const STORED = 'SELECT * FROM trace ORDER BY id, account_region_id'

let database: TestDatabase
let earlier: EarlierMigrations

beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  earlier = await copyEarlierMigrations('20261126100000_trace_days')
})

afterEach(async () => {
  await database.drop()
  await earlier.remove()
})

it('keeps every trace as it is, under its day', async () => {
  await deployMigrations(database.url, earlier.directory)
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    await client.query(TRACES)
    const before = await client.query(STORED)
    await deployMigrations(database.url)
    // Columns that came later are there too.
    expect((await client.query(STORED)).rows).toMatchObject(before.rows)
    const days = await client.query(
      `SELECT tableoid::regclass::text AS day, count(*)::int AS traces FROM trace GROUP BY 1 ORDER BY 1`,
    )
    expect(days.rows).toEqual([
      { day: 'trace_20261119', traces: 1 },
      { day: 'trace_20261120', traces: 2 },
    ])
  } finally {
    await client.end()
  }
})

import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { copyEarlierMigrations, type EarlierMigrations } from '@/lib/launch/migrations/copy-earlier-migrations'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'

const FUNCTIONS = `
  INSERT INTO account_region (id, account_id, region) VALUES (1, '1', 'eu-west-1');
  INSERT INTO lambda_function (account_region_id, arn, name, inferred, environment_names, environment_hash, seen_at) VALUES
    (1, 'a', 'a', false, '{STAGE,KEY}', 'abc', now()), (1, 'b', 'b', false, '{}', NULL, now()),
    (1, 'c', 'c', false, '{}', 'unreadable', now()), (1, 'd', 'd', true, '{}', NULL, now())`

let database: TestDatabase
let earlier: EarlierMigrations

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
  earlier = await copyEarlierMigrations('20261126120000_environment_by_name')
})

afterAll(async () => {
  await database.drop()
  await earlier.remove()
})

it('keeps the names of variables, and what is not known of them', async () => {
  await deployMigrations(database.url, earlier.directory)
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    await client.query(FUNCTIONS)
    await deployMigrations(database.url)
    const { rows } = await client.query('SELECT name, environment FROM lambda_function ORDER BY name')
    expect(rows).toEqual([
      { name: 'a', environment: { STAGE: null, KEY: null } },
      { name: 'b', environment: {} },
      { name: 'c', environment: null },
      { name: 'd', environment: null },
    ])
  } finally {
    await client.end()
  }
})

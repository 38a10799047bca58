import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { copyEarlierMigrations, type EarlierMigrations } from '@/lib/launch/migrations/copy-earlier-migrations'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { describeMigration, watchMigrations } from '@/lib/launch/migrations/watch-migrations'

let database: TestDatabase
let copy: EarlierMigrations

beforeAll(async () => {
  database = await createTestDatabase()
  copy = await copyEarlierMigrations('9999')
})

afterAll(async () => {
  await database.drop()
  await copy.remove()
})

it('says whose sessions migrations wait for', async () => {
  await mkdir(path.join(copy.directory, '99990101000000_more'))
  await writeFile(
    path.join(copy.directory, '99990101000000_more', 'migration.sql'),
    'ALTER TABLE saved_view ADD COLUMN more TEXT;',
  )
  const user = new pg.Client({ connectionString: database.url, application_name: 'another worker' })
  await user.connect()
  await user.query('BEGIN; LOCK TABLE saved_view IN ACCESS SHARE MODE')
  const said: string[] = []
  const stopWatching = watchMigrations(database.url, (line) => said.push(line), 50)
  const applying = deployMigrations(database.url, copy.directory)
  while (!said.some((line) => line.includes('(another worker)'))) await sleep(20)
  await user.end()
  expect(await applying).toEqual(['99990101000000_more'])
  await stopWatching()
  const before = said.length
  await sleep(120)
  expect(said).toHaveLength(before)
  await rm(path.join(copy.directory, '99990101000000_more'), { recursive: true })
})

it.each([
  [undefined, 'takes minutes'],
  [{ isBlocked: false, table: 'invocation_20261120', percent: 43.7, blockers: null }, 'of invocation_20261120, 43 %.'],
  [{ isBlocked: true, table: null, percent: null, blockers: [{ pid: 7, name: 'lambdascope-migrations' }] }, 'another'],
])('says of %j that it %s', (state, words) => {
  expect(describeMigration(state, 12.4)).toMatch(/^Bringing the tables up to date, 12 s so far/)
  expect(describeMigration(state, 12.4)).toContain(words)
})

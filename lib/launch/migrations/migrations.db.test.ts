import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { checkMigrations } from '@/lib/launch/migrations/check-migrations'
import { createMigration } from '@/lib/launch/migrations/create-migration'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { getMigrationStatus } from '@/lib/launch/migrations/get-migration-status'
import { MIGRATIONS_DIRECTORY } from '@/lib/launch/migrations/migrations-directory'

let database: TestDatabase
let copy: string

beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  copy = await mkdtemp(path.join(os.tmpdir(), 'lambdascope-migrations-'))
  await cp(MIGRATIONS_DIRECTORY, copy, { recursive: true })
})

afterEach(async () => {
  await database.drop()
  await rm(copy, { recursive: true })
})

async function query<T extends pg.QueryResultRow>(sql: string): Promise<T[]> {
  const client = new pg.Client(database.url)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(copy, name))
  await writeFile(path.join(copy, name, 'migration.sql'), sql)
}

it('gives exactly the schema when it is applied to an empty database', async () => {
  expect(await checkMigrations(inject('postgresUrl'))).toBeNull()
})

it('finds a table that the schema does not have', async () => {
  await addMigration('20990101000000_more', 'CREATE TABLE "not_in_schema" ("id" INTEGER PRIMARY KEY);')
  expect(await checkMigrations(inject('postgresUrl'), copy)).toContain('DROP TABLE "not_in_schema"')
})

it('applies each migration once, and records it as Prisma does', async () => {
  const applied = await deployMigrations(database.url)
  expect(applied.length).toBeGreaterThan(0)
  expect(await deployMigrations(database.url)).toEqual([])
  const history = await query<{ migration_name: string; checksum: string; finished: boolean }>(
    'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1',
  )
  expect(history.map((row) => row.migration_name)).toEqual(applied)
  expect(history.every((row) => row.finished && /^[0-9a-f]{64}$/.test(row.checksum))).toBe(true)
  expect(await getMigrationStatus(database.url)).toMatchObject({ failedMigrationNames: [], history: null })
})

it('lets one of three apply when they start at once', async () => {
  const results = await Promise.all([1, 2, 3].map(() => deployMigrations(database.url)))
  expect(results.filter((applied) => applied.length > 0)).toHaveLength(1)
})

it('leaves nothing of a file that fails in its middle, and says which one it was', async () => {
  await addMigration('20990101000000_broken', 'CREATE TABLE "half" ("id" INTEGER); SELECT no_such_function();')
  await expect(deployMigrations(database.url, copy)).rejects.toThrow(/no_such_function/)
  expect(await query(`SELECT 1 FROM pg_class WHERE relname = 'half'`)).toEqual([])
  const status = await getMigrationStatus(database.url, copy)
  expect(status.failedMigrationNames).toEqual(['20990101000000_broken'])
})

it('does not take a history with a failed migration for one that is up to date', async () => {
  await addMigration('20990101000000_broken', 'SELECT no_such_function();')
  await expect(deployMigrations(database.url, copy)).rejects.toThrow(/no_such_function/)
  await expect(deployMigrations(database.url, copy)).rejects.toThrow(/failed migrations/)
})

it('runs a function body as one statement', async () => {
  await addMigration(
    '20990101000000_function',
    'CREATE FUNCTION answer() RETURNS int LANGUAGE plpgsql AS $fn$ BEGIN PERFORM 1; RETURN 42; END $fn$;',
  )
  await deployMigrations(database.url, copy)
  expect(await query('SELECT answer()')).toEqual([{ answer: 42 }])
})

it('refuses to write a migration after an applied one was edited', async () => {
  await addMigration('20990101000000_more', 'CREATE TABLE "more" ("id" INTEGER PRIMARY KEY);')
  await deployMigrations(database.url, copy)
  await writeFile(
    path.join(copy, '20990101000000_more', 'migration.sql'),
    'CREATE TABLE "more" ("id" BIGINT PRIMARY KEY);',
  )
  await expect(createMigration(database.url, 'next', copy)).rejects.toThrow(/modified after it was applied/)
})

it('writes nothing when the schema has not changed', async () => {
  await deployMigrations(database.url)
  expect(await createMigration(database.url, 'nothing', copy)).toBeNull()
})

import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/create-test-database'
import { LaunchError } from '@/lib/launch/launch-error'
import { migrateDatabase } from '@/lib/launch/migrate-database'
import { MIGRATIONS_DIRECTORY } from '@/lib/launch/migrations/migrations-directory'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase({ empty: true })
})

afterAll(() => database.drop())

async function fail(url: string, directory?: string): Promise<LaunchError> {
  const error: unknown = await migrateDatabase(url, directory).catch((reason: unknown) => reason)
  if (error instanceof LaunchError) return error
  throw new Error('a LaunchError was expected', { cause: error })
}

it('says what to grant to a user that may not create tables', async () => {
  const admin = new pg.Client(database.url)
  await admin.connect()
  const user = `reader_${process.pid}`
  try {
    await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD 'reader'`)
    const url = new URL(database.url)
    url.username = user
    url.password = 'reader'
    expect((await fail(url.href)).message).toContain(`GRANT CREATE, USAGE ON SCHEMA public TO "${user}"`)
  } finally {
    await admin.query(`DROP ROLE IF EXISTS ${user}`)
    await admin.end()
  }
})

it('names the reason of a failed migration, and the way out leads on', async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lambdascope-migrations-'))
  try {
    await cp(MIGRATIONS_DIRECTORY, directory, { recursive: true })
    await mkdir(path.join(directory, '99990101000000_broken'))
    await writeFile(path.join(directory, '99990101000000_broken', 'migration.sql'), 'SELECT * FROM no_such_table;')
    expect((await fail(database.url, directory)).message).toMatch(/no_such_table/)
    await rm(path.join(directory, '99990101000000_broken'), { recursive: true })
    const { message } = await fail(database.url, directory)
    const [wayOut = ''] = /DELETE FROM [^;]*;/.exec(message) ?? []
    const admin = new pg.Client(database.url)
    await admin.connect()
    await admin.query(wayOut).finally(() => admin.end())
    await migrateDatabase(database.url, directory)
  } finally {
    await rm(directory, { recursive: true })
  }
})

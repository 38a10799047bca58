import { createTestDatabase } from '@/e2e/fixtures/create-test-database'
import { type Db, openDb } from '@/lib/server/db'

export type TestDb = Db & { url: string }

/** A migrated, empty database of the test file's own. close drops it. */
export async function openTestDb(): Promise<TestDb> {
  const database = await createTestDatabase()
  const db = openDb(database.url, 4)
  return {
    ...db,
    url: database.url,
    async close() {
      await db.close()
      await database.drop()
    },
  }
}

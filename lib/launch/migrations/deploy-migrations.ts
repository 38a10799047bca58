import { listMigrations } from '@/lib/launch/migrations/list-migrations'
import { MIGRATIONS_DIRECTORY } from '@/lib/launch/migrations/migrations-directory'
import { withSchemaEngine } from '@/lib/launch/migrations/with-schema-engine'

/**
 * Applies what is missing and answers the names applied, oldest first; same history table as `prisma migrate deploy`.
 * Several at once are safe: an advisory lock lets one apply. A failing file throws and leaves nothing of itself behind
 * but its entry in the history.
 */
export async function deployMigrations(url: string, directory = MIGRATIONS_DIRECTORY): Promise<string[]> {
  const migrationsList = await listMigrations(directory)
  return withSchemaEngine(url, async ({ engine, filters }) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
    return appliedMigrationNames
  })
}

import { isUpToDate } from '@/lib/launch/migrations/is-up-to-date'
import { listMigrations } from '@/lib/launch/migrations/list-migrations'
import { MIGRATIONS_DIRECTORY } from '@/lib/launch/migrations/migrations-directory'

/**
 * Applies what is missing and answers the names applied, oldest first; same history table as `prisma migrate deploy`.
 * Several at once are safe: an advisory lock lets one apply. A failing file throws and leaves nothing of itself behind
 * but its entry in the history.
 */
export async function deployMigrations(url: string, directory = MIGRATIONS_DIRECTORY): Promise<string[]> {
  const migrationsList = await listMigrations(directory)
  if (await isUpToDate(url, migrationsList)) return []
  // Loading the engine takes as long as all the rest of a start.
  const { withSchemaEngine } = await import('@/lib/launch/migrations/with-schema-engine')
  return withSchemaEngine(url, async ({ engine, filters }) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters })
    return appliedMigrationNames
  })
}

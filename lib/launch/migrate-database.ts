import { LaunchError } from '@/lib/launch/launch-error'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { watchMigrations } from '@/lib/launch/migrations/watch-migrations'

/**
 * Brings the tables up to date at a start, and says what it waits for when that takes long. Throws LaunchError that says
 * what the owner has to do when it fails.
 */
export async function migrateDatabase(databaseUrl: string, directory?: string): Promise<void> {
  const stopWatching = watchMigrations(databaseUrl, console.log)
  try {
    await deployMigrations(databaseUrl, directory)
  } catch (error) {
    throw new LaunchError(explain(error, new URL(databaseUrl)), { cause: error })
  } finally {
    await stopWatching()
  }
}

function explain(error: unknown, url: URL): string {
  const reason = (error instanceof Error ? error.message : String(error)).trim()
  const user = decodeURIComponent(url.username)
  if (/permission denied|must be owner|42501/i.test(reason)) {
    return (
      `The database user "${user}" may not create the tables of Lambdascope (${reason}). As an administrator of the ` +
      `database run: GRANT CREATE, USAGE ON SCHEMA public TO "${user}"; or make "${user}" the owner of the database.`
    )
  }
  return (
    `The tables of the database could not be brought up to date: ${reason}\n` +
    'A failed migration changes nothing, but its entry in the history stops the next start. Mend the cause, run ' +
    'DELETE FROM _prisma_migrations WHERE finished_at IS NULL; and start again.'
  )
}

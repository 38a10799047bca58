import path from 'node:path'
import { checkDatabaseUrl } from '@/lib/launch/check-database-url'
import type { Source } from '@/lib/launch/choose-source'
import { removeConnectionFile, writeConnectionFile } from '@/lib/launch/connection-file'
import { LaunchError } from '@/lib/launch/launch-error'
import { lockDataDirectory } from '@/lib/launch/lock-data-directory'
import { openSourceDatabase } from '@/lib/launch/open-source-database'
import { clusterUrl, prepareCluster } from '@/lib/launch/postgres/prepare-cluster'
import { waitForPostgres } from '@/lib/launch/postgres/wait-for-postgres'
import { postgresChild } from '@/lib/launch/postgres-child'
import type { LaunchSettings } from '@/lib/launch/read-launch-settings'
import type { Supervisor } from '@/lib/launch/supervisor'

const RECOVERED_WITHIN_MS = 10 * 60_000

/**
 * Answers the URL of a database that takes connections: the one of DATABASE_URL, or that of the source in the embedded
 * Postgres, which is started here while the source may still be looked for.
 */
export async function openDatabase(
  settings: LaunchSettings,
  supervisor: Supervisor,
  choosing: Promise<Source>,
): Promise<string> {
  if (settings.databaseUrl !== null) {
    await checkDatabaseUrl(settings.databaseUrl)
    return settings.databaseUrl
  }
  const directory = settings.dataDirectory
  const release = lockDataDirectory(directory)
  process.once('exit', release)
  const cluster = await prepareCluster(directory)
  // A copied data directory links to the same cluster elsewhere: its server may belong to a living instance.
  const home = path.dirname(cluster.directory)
  if (home !== directory) process.once('exit', lockDataDirectory(home))
  supervisor.run(postgresChild(cluster))
  const serverUrl = clusterUrl(cluster, 'postgres')
  await waitForPostgres(serverUrl, RECOVERED_WITHIN_MS).catch((error: unknown) => {
    throw new LaunchError(
      `The database in ${cluster.directory} cannot be used: ${error instanceof Error ? error.message : error}. When the ` +
        `password is refused, put ${path.join(directory, 'postgres-password')} back from a backup.`,
    )
  })
  const databaseUrl = await openSourceDatabase(serverUrl, (await choosing).kind, settings.role)
  writeConnectionFile(directory, databaseUrl)
  process.once('exit', () => removeConnectionFile(directory))
  return databaseUrl
}

import { checkDatabaseUrl } from '@/lib/launch/check-database-url'
import type { Source } from '@/lib/launch/choose-source'
import { removeConnectionFile, writeConnectionFile } from '@/lib/launch/connection-file'
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
  supervisor.run(postgresChild(cluster))
  const serverUrl = clusterUrl(cluster, 'postgres')
  await waitForPostgres(serverUrl, RECOVERED_WITHIN_MS)
  const databaseUrl = await openSourceDatabase(serverUrl, (await choosing).kind)
  writeConnectionFile(directory, databaseUrl)
  process.once('exit', () => removeConnectionFile(directory))
  return databaseUrl
}

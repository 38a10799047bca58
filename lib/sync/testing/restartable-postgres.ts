import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { clusterUrl, prepareCluster } from '@/lib/launch/postgres/prepare-cluster'
import { spawnPostgres } from '@/lib/launch/postgres/spawn-postgres'
import { waitForPostgres } from '@/lib/launch/postgres/wait-for-postgres'

/** A migrated Postgres of the test's own that can be torn down in the middle of anything, and comes back by itself. */
export type RestartablePostgres = { url: string; restart(): Promise<void>; stop(): Promise<void> }

export async function startRestartablePostgres(): Promise<RestartablePostgres> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lambdascope-chaos-'))
  await chmod(directory, 0o755)
  const cluster = await prepareCluster(directory)
  // What is written survives the end of the server, though not that of the machine: that is enough here, and quick.
  const start = () => spawnPostgres(cluster, { fsync: 'off' })
  let server = start()
  const url = clusterUrl(cluster, 'postgres')
  const stop = async () => {
    await end(server)
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await waitForPostgres(url)
    await deployMigrations(url)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    async restart() {
      await end(server)
      server = start()
      await waitForPostgres(url)
    },
    stop,
  }
}

/** An immediate shutdown: no checkpoint, every transaction under way is lost. */
async function end(server: ChildProcess): Promise<void> {
  server.stdout?.resume()
  server.stderr?.resume()
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGQUIT')
  await gone
}

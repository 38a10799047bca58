import { buildEnvironment, simulatorChild, webChild, workerChild } from '@/lib/launch/children'
import { chooseSource, type Source } from '@/lib/launch/choose-source'
import { createSignInLink } from '@/lib/launch/create-sign-in-link'
import { findFreePort } from '@/lib/launch/find-free-port'
import { LaunchError } from '@/lib/launch/launch-error'
import { migrateDatabase } from '@/lib/launch/migrate-database'
import { openDatabase } from '@/lib/launch/open-database'
import { waitForPostgres } from '@/lib/launch/postgres/wait-for-postgres'
import type { LaunchSettings } from '@/lib/launch/read-launch-settings'
import { refusePortInUse } from '@/lib/launch/refuse-port-in-use'
import { rememberSimulatorStart } from '@/lib/launch/remember-simulator-start'
import { shareSource } from '@/lib/launch/share-source'
import type { Supervisor } from '@/lib/launch/supervisor'
import { waitUntilHealthy } from '@/lib/launch/wait-until-healthy'

const HEALTHY_WITHIN_MS = 120_000
const SIMULATOR_WITHIN_MS = 60_000
const DATABASE_BACK_WITHIN_MS = 10 * 60_000

/**
 * Brings everything up in order and answers what is ready: the link that signs the first admin in, or "worker" where no
 * web server runs. Throws LaunchError for what the owner has to mend.
 */
export async function launch(settings: LaunchSettings, supervisor: Supervisor): Promise<string> {
  if (settings.role !== 'worker') await refusePortInUse(settings.port, settings.host)
  const choosing = chooseSource(settings, process.env)
  // Looking for credentials can take seconds, in which the database starts; what was said outright is checked first.
  if (settings.source !== null) await choosing
  const [databaseUrl, chosen] = await Promise.all([openDatabase(settings, supervisor, choosing), choosing])
  await migrateDatabase(databaseUrl)
  const source = await shareSource(databaseUrl, settings.role, chosen)
  const simulatorUrl = await startSimulator({ settings, source, supervisor, databaseUrl })
  const env = buildEnvironment({ settings, owner: process.env, databaseUrl, source, simulatorUrl })
  const databaseIsBack = () => waitForPostgres(databaseUrl, DATABASE_BACK_WITHIN_MS)
  if (settings.role !== 'worker') supervisor.run(webChild(env, settings, databaseIsBack))
  if (settings.role !== 'web') {
    const ready = async () => {
      if (simulatorUrl !== null) await waitUntilHealthy(`${simulatorUrl}/_health`, SIMULATOR_WITHIN_MS)
      await databaseIsBack()
    }
    supervisor.run(workerChild(env, ready))
  }
  if (settings.role === 'worker') return 'worker'
  const origin = originOf(settings)
  const link = await createSignInLink(databaseUrl, origin)
  if (await waitUntilHealthy(`${origin}/api/health`, HEALTHY_WITHIN_MS)) return link
  throw new LaunchError(`The web server did not become healthy in ${HEALTHY_WITHIN_MS / 1000} s: see its lines above.`)
}

async function startSimulator(options: {
  settings: LaunchSettings
  source: Source
  supervisor: Supervisor
  databaseUrl: string
}): Promise<string | null> {
  const { settings, source, supervisor, databaseUrl } = options
  console.log(`The source is ${source.kind === 'aws' ? 'AWS' : 'the built-in simulator'}: ${source.reason}.`)
  if (source.kind === 'aws' || settings.role === 'web') return null
  const port = await findFreePort()
  supervisor.run(simulatorChild(port, await rememberSimulatorStart(databaseUrl)))
  return `http://127.0.0.1:${port}`
}

function originOf(settings: LaunchSettings): string {
  const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }
  const host = everywhere[settings.host] ?? (settings.host.includes(':') ? `[${settings.host}]` : settings.host)
  return `http://${host}:${settings.port}`
}

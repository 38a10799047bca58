import pg from 'pg'
import type { Source } from '@/lib/launch/choose-source'
import { createDatabase } from '@/lib/launch/postgres/create-database'
import type { LaunchSettings } from '@/lib/launch/read-launch-settings'
import { isFleetTooOld } from '@/lib/launch/remember-simulator-start'

/** One for each source, so that the demo's fleet never stands among the functions of a real account. */
const DATABASES = { aws: 'lambdascope', simulator: 'lambdascope_simulator' }

/**
 * Answers the URL of the database of a source on the embedded server, created when there is none. The simulator's is
 * made anew when its fleet has become too old to go on: a young fleet would contradict what was pulled from the old one.
 * A web server alone starts no fleet, so it leaves the old one.
 */
export async function openSourceDatabase(
  serverUrl: string,
  kind: Source['kind'],
  role: LaunchSettings['role'],
): Promise<string> {
  const name = DATABASES[kind]
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  await createDatabase(serverUrl, name)
  if (kind === 'simulator' && role !== 'web' && (await isFleetTooOld(url.href))) {
    console.log(
      "The simulator's fleet is more than three days old: its database is made anew, sign-ins and tokens too.",
    )
    await dropDatabase(serverUrl, name)
    await createDatabase(serverUrl, name)
  }
  return url.href
}

async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client(serverUrl)
  await client.connect()
  try {
    await client.query(`DROP DATABASE ${client.escapeIdentifier(name)} WITH (FORCE)`)
  } finally {
    await client.end()
  }
}

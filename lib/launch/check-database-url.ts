import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { LaunchError } from '@/lib/launch/launch-error'

const OLDEST_VERSION = 150_000
const EXAMPLE = 'DATABASE_URL=postgresql://user:password@host:5432/lambdascope'
const STARTING_UP = '57P03'
const STARTING_UP_PATIENCE_MS = 60_000

/** Proves that a given DATABASE_URL can be used. Throws LaunchError that says what is wrong with it, without its password. */
export async function checkDatabaseUrl(databaseUrl: string): Promise<void> {
  const url = parse(databaseUrl)
  const deadline = performance.now() + STARTING_UP_PATIENCE_MS
  for (;;) {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query<{ server_version_num: string; server_version: string }>(
        `SELECT current_setting('server_version_num') AS server_version_num, current_setting('server_version') AS server_version`,
      )
      await client.end()
      refuseOldVersion(rows[0]?.server_version_num, rows[0]?.server_version)
      return
    } catch (error) {
      if (error instanceof LaunchError) throw error
      if (codeOf(error) !== STARTING_UP || performance.now() > deadline) throw new LaunchError(explain(error, url))
      await sleep(500)
    }
  }
}

function parse(databaseUrl: string): URL {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2) {
    throw new LaunchError(`DATABASE_URL is not the address of a Postgres database. It looks like ${EXAMPLE}.`)
  }
  try {
    for (const part of [url.username, url.password, url.pathname]) decodeURIComponent(part)
  } catch {
    throw new LaunchError('DATABASE_URL has a % that stands for no character. Write a % in a name or password as %25.')
  }
  return url
}

function refuseOldVersion(number: string | undefined, name: string | undefined): void {
  if (Number(number) >= OLDEST_VERSION) return
  throw new LaunchError(`The database of DATABASE_URL is Postgres ${name}. Lambdascope needs Postgres 15 or newer.`)
}

function explain(error: unknown, url: URL): string {
  const code = codeOf(error)
  const server = `${url.hostname}:${url.port || '5432'}`
  const database = decodeURIComponent(url.pathname.slice(1))
  const reason = error instanceof Error ? error.message || code : String(error)
  if (code === '28P01' || code === '28000') {
    return `The database at ${server} refused the user "${decodeURIComponent(url.username)}" of DATABASE_URL (${reason}). Check user and password.`
  }
  if (code === '3D000') {
    return `The database "${database}" of DATABASE_URL does not exist at ${server}. Create it: CREATE DATABASE "${database}";`
  }
  if (/^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT)/.test(code) || /timeout/i.test(reason)) {
    return `No database answers at ${server} (${reason}). Check the host and port of DATABASE_URL, and that Postgres runs.`
  }
  return `The database of DATABASE_URL at ${server} cannot be used: ${reason}`
}

/** Node reports a host with several addresses as one error that holds the others. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && !('code' in error)) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

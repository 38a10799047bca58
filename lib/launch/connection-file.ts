import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { LaunchError } from '@/lib/launch/launch-error'
import type { Environment } from '@/lib/launch/read-launch-settings'

const NAME = 'connection.json'

/** Tells the commands of the same machine where the database of the running instance is. Only its owner reads it. */
export function writeConnectionFile(dataDirectory: string, databaseUrl: string): void {
  const file = path.join(dataDirectory, NAME)
  rmSync(file, { force: true })
  writeFileSync(file, `${JSON.stringify({ databaseUrl })}\n`, { mode: 0o600 })
}

/** Taken away when the instance stops, so that a command says so instead of trying a dead port. */
export function removeConnectionFile(dataDirectory: string): void {
  rmSync(path.join(dataDirectory, NAME), { force: true })
}

/** DATABASE_URL, or the database of the instance that runs on this data directory. Throws LaunchError with neither. */
export function findDatabaseUrl(env: Environment): string {
  const given = env.DATABASE_URL?.trim()
  if (given) return given
  const file = path.join(env.LAMBDASCOPE_DATA_DIR?.trim() || '.data', NAME)
  if (!existsSync(file)) {
    throw new LaunchError(
      `No running Lambdascope was found (${file} is missing). Start it with npm start in another terminal, ` +
        'set LAMBDASCOPE_DATA_DIR to the data directory it uses, or set DATABASE_URL.',
    )
  }
  const connection: { databaseUrl: string } = JSON.parse(readFileSync(file, 'utf8'))
  return connection.databaseUrl
}

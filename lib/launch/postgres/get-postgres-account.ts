import { spawnSync } from 'node:child_process'
import { LaunchError } from '@/lib/launch/launch-error'

/** The user that runs Postgres; empty when it is the user of this process. */
export type PostgresAccount = { uid?: number; gid?: number }

/** Postgres refuses to run as root: there it runs as the user postgres, which is created when the system has none. */
export function getPostgresAccount(): PostgresAccount {
  if (process.getuid?.() !== 0) return {}
  if (spawnSync('id', ['-u', 'postgres']).status !== 0) {
    const home = '/nonexistent'
    const created =
      spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', home, 'postgres']).status ===
        0 || spawnSync('adduser', ['-S', '-D', '-H', '-h', home, 'postgres']).status === 0
    if (!created) {
      throw new LaunchError(
        'Postgres does not run as root, and the user postgres could not be created. ' +
          'Create it (useradd --system --user-group postgres), start as another user, or set DATABASE_URL.',
      )
    }
  }
  return { uid: readId('-u'), gid: readId('-g') }
}

function readId(flag: '-u' | '-g'): number {
  return Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
}

import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { MIGRATIONS_DIRECTORY } from '@/lib/launch/migrations/migrations-directory'

export type EarlierMigrations = { directory: string; remove(): Promise<void> }

/** The migrations before one of them, in a directory of their own: for tests that bring data through it. */
export async function copyEarlierMigrations(before: string): Promise<EarlierMigrations> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lambdascope-migrations-'))
  for (const name of await readdir(MIGRATIONS_DIRECTORY)) {
    if (name >= before && name.startsWith('2')) continue
    await cp(path.join(MIGRATIONS_DIRECTORY, name), path.join(directory, name), { recursive: true })
  }
  return { directory, remove: () => rm(directory, { recursive: true }) }
}

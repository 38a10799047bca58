import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'

/** The migrations of a directory in the order of their names, as the schema engine takes them. */
export async function listMigrations(directory: string): Promise<MigrationList> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return {
    baseDir: directory,
    shadowDbInitScript: '',
    lockfile: {
      path: 'migration_lock.toml',
      content: entries.some((entry) => entry.name === 'migration_lock.toml')
        ? await readFile(path.join(directory, 'migration_lock.toml'), 'utf8')
        : null,
    },
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: { path: 'migration.sql', content: await readScript(path.join(directory, name)) },
      })),
    ),
  }
}

async function readScript(directory: string): Promise<{ tag: 'ok'; value: string } | { tag: 'error'; value: string }> {
  try {
    return { tag: 'ok', value: await readFile(path.join(directory, 'migration.sql'), 'utf8') }
  } catch (error) {
    return { tag: 'error', value: String(error) }
  }
}

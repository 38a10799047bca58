import { createHash } from 'node:crypto'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

type Applied = { migration_name: string; checksum: string; finished: boolean }

/**
 * Whether a database's history is exactly the directory's, so that the engine need not be loaded at all. Anything else,
 * an edited file or a failed migration too, is left to the engine to judge.
 */
export async function isUpToDate(url: string, list: MigrationList): Promise<boolean> {
  const applied = await readHistory(url)
  if (applied.length !== list.migrationDirectories.length) return false
  const checksums = new Map(applied.filter((row) => row.finished).map((row) => [row.migration_name, row.checksum]))
  return list.migrationDirectories.every(({ path, migrationFile: { content } }) => {
    return content.tag === 'ok' && checksums.get(path) === createHash('sha256').update(content.value).digest('hex')
  })
}

async function readHistory(url: string): Promise<Applied[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const table = await client.query(`SELECT 1 FROM pg_class WHERE oid = to_regclass('_prisma_migrations')`)
    if (table.rowCount === 0) return []
    const { rows } = await client.query<Applied>(
      'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    return rows
  } finally {
    await client.end()
  }
}

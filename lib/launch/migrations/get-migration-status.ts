import type { DiagnoseMigrationHistoryOutput } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { listMigrations } from '@/lib/launch/migrations/list-migrations'
import { MIGRATIONS_DIRECTORY } from '@/lib/launch/migrations/migrations-directory'
import { withSchemaEngine } from '@/lib/launch/migrations/with-schema-engine'

/** How a database's history differs from the directory: edited, failed and missing migrations. Changes nothing. */
export async function getMigrationStatus(
  url: string,
  directory = MIGRATIONS_DIRECTORY,
): Promise<DiagnoseMigrationHistoryOutput> {
  const migrationsList = await listMigrations(directory)
  return withSchemaEngine(url, ({ engine, filters }) =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
  )
}

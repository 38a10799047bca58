import { listMigrations } from '@/lib/launch/migrations/list-migrations'
import { MIGRATIONS_DIRECTORY } from '@/lib/launch/migrations/migrations-directory'
import { withSchemaEngine } from '@/lib/launch/migrations/with-schema-engine'

/**
 * Whether all migrations, applied to an empty database, give exactly the schema. Answers null, or the SQL that is missing.
 * `url` only serves to create a shadow database beside it.
 */
export async function checkMigrations(url: string, directory = MIGRATIONS_DIRECTORY): Promise<string | null> {
  const migrationsList = await listMigrations(directory)
  return withSchemaEngine(url, async ({ engine, schema, filters }) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationsList },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: true,
      filters,
    })
    return exitCode === 0 ? null : (stdout ?? 'the engine gave no difference')
  })
}

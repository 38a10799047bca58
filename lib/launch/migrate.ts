import { findDatabaseUrl } from '@/lib/launch/connection-file'
import { LaunchError } from '@/lib/launch/launch-error'
import { checkMigrations } from '@/lib/launch/migrations/check-migrations'
import { createMigration } from '@/lib/launch/migrations/create-migration'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { getMigrationStatus } from '@/lib/launch/migrations/get-migration-status'
import { startTemporaryPostgres } from '@/lib/launch/postgres/start-temporary-postgres'
import { runCommand } from '@/lib/launch/run-command'

const USAGE = `npm run migrate -- deploy     apply what is missing to DATABASE_URL or the running instance
npm run migrate -- status     how its history differs from prisma/migrations
npm run migrate -- check      whether all migrations together equal prisma/schema.prisma
npm run migrate -- dev NAME   write the migration that leads to prisma/schema.prisma`

const commands: Record<string, (name?: string) => Promise<number | undefined>> = {
  async deploy() {
    const applied = await deployMigrations(findDatabaseUrl(process.env))
    console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'nothing to apply')
    return 0
  },
  async status() {
    const status = await getMigrationStatus(findDatabaseUrl(process.env))
    console.log(JSON.stringify(status, null, 2))
    return status.history === null && status.failedMigrationNames.length === 0 ? 0 : 1
  },
  async check() {
    const difference = await withTemporaryDatabase((url) => checkMigrations(url))
    console.log(difference === null ? 'the migrations equal the schema' : `missing from the migrations:\n${difference}`)
    return difference === null ? 0 : 2
  },
  async dev(name) {
    if (!name) throw new LaunchError(USAGE)
    const created = await withTemporaryDatabase(async (url) => {
      await deployMigrations(url)
      return createMigration(url, name)
    })
    console.log(created === null ? 'the schema has not changed' : `wrote prisma/migrations/${created}/migration.sql`)
    return 0
  },
}

async function withTemporaryDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = await startTemporaryPostgres()
  try {
    return await use(server.url)
  } finally {
    await server.stop()
  }
}

await runCommand(async () => {
  const command = commands[process.argv[2] ?? '']
  if (!command) throw new LaunchError(USAGE)
  return command(process.argv[3])
})

import { parseArgs } from 'node:util'
import { findDatabaseUrl } from '@/lib/launch/connection-file'
import { LaunchError } from '@/lib/launch/launch-error'
import { runCommand } from '@/lib/launch/run-command'
import { AppError } from '@/lib/server/app-error'
import { createApiToken } from '@/lib/server/commands/create-api-token'
import { openDb } from '@/lib/server/db'

const USAGE = 'npm run token -- create NAME --role viewer|editor|admin   prints an API token, once'
const ROLES = ['viewer', 'editor', 'admin'] as const

await runCommand(async () => {
  const { name, role } = readArguments()
  const db = openDb(findDatabaseUrl(process.env), 1)
  try {
    console.log(await createApiToken(db, name, role))
    return 0
  } catch (error) {
    throw error instanceof AppError ? new LaunchError(error.message) : error
  } finally {
    await db.close()
  }
})

function readArguments(): { name: string; role: (typeof ROLES)[number] } {
  const { positionals, values } = parseCommandLine()
  const [command, name, ...rest] = positionals
  const role = ROLES.find((known) => known === values.role)
  if (command !== 'create' || !name || rest.length > 0 || !role) throw new LaunchError(USAGE)
  return { name, role }
}

function parseCommandLine() {
  try {
    return parseArgs({ allowPositionals: true, options: { role: { type: 'string' } } })
  } catch {
    throw new LaunchError(USAGE)
  }
}

import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listDescendants } from '@/e2e/fixtures/list-descendants'
import { makeDataDirectory, startProduct } from '@/e2e/fixtures/start-product'
import { startSystemPostgres } from '@/e2e/fixtures/start-system-postgres'
import { checkMigrations } from '@/lib/launch/migrations/check-migrations'

let postgres: Awaited<ReturnType<typeof startSystemPostgres>>

beforeAll(async () => {
  postgres = await startSystemPostgres()
})

afterAll(async () => {
  await postgres.stop()
})

it('gives exactly the schema on an older Postgres', async () => {
  expect(await checkMigrations(postgres.url)).toBeNull()
})

it('runs on DATABASE_URL without a database of its own, and signs sessions alike after a restart', async () => {
  const dataDirectory = await makeDataDirectory()
  const env = { DATABASE_URL: postgres.url }
  const first = await startProduct({ dataDirectory, env })
  const health = await fetch(`${first.url}/api/health`).then((response) => response.json())
  expect(health.database.state).toBe('ok')
  const commands = listDescendants(first.process.pid ?? 0).map(({ command }) => command)
  expect(commands.filter((command) => command.includes('postgres'))).toEqual([])
  expect(readdirSync(dataDirectory)).toEqual([])
  expect(await first.stop()).toBe(0)
  const second = await startProduct({ dataDirectory, env: { ...env, LAMBDASCOPE_ROLE: 'web' } })
  const roles = listDescendants(second.process.pid ?? 0).map(({ command }) => command)
  expect(roles.filter((command) => /worker\.mjs|simulator\.mjs/.test(command))).toEqual([])
  expect(await second.stop()).toBe(0)
})

import pg from 'pg'
import { expect, inject, it } from 'vitest'
import { deployMigrations } from '@/lib/launch/migrations/deploy-migrations'
import { openSourceDatabase } from '@/lib/launch/open-source-database'
import { rememberSimulatorStart } from '@/lib/launch/remember-simulator-start'

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const KEYS = `SELECT key FROM instance_setting WHERE key = 'kept'`

it('keeps each source apart, and makes only an old fleet anew', async () => {
  const server = inject('postgresUrl')
  const simulator = await openSourceDatabase(server, 'simulator', 'all')
  const aws = await openSourceDatabase(server, 'aws', 'all')
  expect(new URL(aws).pathname).toBe('/lambdascope')
  expect(new URL(simulator).pathname).toBe('/lambdascope_simulator')
  for (const url of [aws, simulator]) {
    await deployMigrations(url)
    await rememberSimulatorStart(url)
    await query(url, `INSERT INTO instance_setting (key, value) VALUES ('kept', 'yes')`)
  }
  await openSourceDatabase(server, 'simulator', 'all')
  expect(await query(simulator, KEYS)).toHaveLength(1)

  for (const url of [aws, simulator]) {
    await query(url, `UPDATE instance_setting SET value = now() - interval '73 hours' WHERE key = 'simulator_since'`)
    await openSourceDatabase(server, url === aws ? 'aws' : 'simulator', 'web')
    expect(await query(url, KEYS)).toHaveLength(1)
    await openSourceDatabase(server, url === aws ? 'aws' : 'simulator', 'all')
  }
  expect(await query(aws, KEYS)).toHaveLength(1)
  await deployMigrations(simulator)
  expect(await query(simulator, KEYS)).toEqual([])
})

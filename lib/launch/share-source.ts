import pg from 'pg'
import type { Source } from '@/lib/launch/choose-source'
import type { LaunchSettings } from '@/lib/launch/read-launch-settings'

const KEY = 'source'

/**
 * Makes all instances of one database agree on its source: one that runs a worker writes down what it pulls from; a web
 * server alone takes what was written last, and keeps `chosen` while nothing is.
 */
export async function shareSource(databaseUrl: string, role: LaunchSettings['role'], chosen: Source): Promise<Source> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    if (role !== 'web') {
      await client.query(
        'INSERT INTO instance_setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
        [KEY, chosen.kind],
      )
      return chosen
    }
    const { rows } = await client.query<{ value: string }>('SELECT value FROM instance_setting WHERE key = $1', [KEY])
    const kind = (['aws', 'simulator'] as const).find((known) => known === rows[0]?.value)
    return kind === undefined ? chosen : { ...chosen, kind, reason: 'the worker of this database pulls from it' }
  } finally {
    await client.end()
  }
}

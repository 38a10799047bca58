import pg from 'pg'

const KEY = 'simulator_since'
/** A fleet older than this takes too long to be played again at each start; it is replaced by a young one. */
const REPLACED_AFTER = '3 days'

/**
 * Since when this database is fed by the simulator, as an ISO time. Stored so that the fleet after a restart is the one
 * before it, with the same invocations, and what was pulled already stays true.
 */
export async function rememberSimulatorStart(databaseUrl: string): Promise<string> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await client.query(`DELETE FROM instance_setting WHERE key = $1 AND value::timestamptz < now() - $2::interval`, [
      KEY,
      REPLACED_AFTER,
    ])
    await client.query(`INSERT INTO instance_setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`, [
      KEY,
      new Date().toISOString(),
    ])
    const { rows } = await client.query<{ value: string }>('SELECT value FROM instance_setting WHERE key = $1', [KEY])
    const since = rows[0]?.value
    if (since === undefined) throw new Error('the start of the simulator that was just stored cannot be read')
    return since
  } finally {
    await client.end()
  }
}

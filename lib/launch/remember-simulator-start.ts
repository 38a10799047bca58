import pg from 'pg'

const KEY = 'simulator_since'
/** A fleet older than this takes too long to be played again at each start; it is replaced by a young one. */
const REPLACED_AFTER = '3 days'
const IS_OLD = 'key = $1 AND value::timestamptz < now() - $2::interval'

/**
 * Since when this database is fed by the simulator, as an ISO time. Stored so that the fleet after a restart is the one
 * before it, with the same invocations, and what was pulled already stays true. After three days a young fleet begins;
 * in a database that was not made anew for it, what was pulled from the old one stays beside it.
 */
export async function rememberSimulatorStart(databaseUrl: string): Promise<string> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const { rowCount } = await client.query(`DELETE FROM instance_setting WHERE ${IS_OLD}`, [KEY, REPLACED_AFTER])
    if (rowCount)
      console.log('The simulator begins a new fleet: what was pulled from the one before it is still shown.')
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

/** Whether the fleet of a database would be replaced by a young one. One without tables has no fleet. */
export async function isFleetTooOld(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const table = await client.query(`SELECT 1 FROM pg_class WHERE oid = to_regclass('instance_setting')`)
    if (table.rowCount === 0) return false
    const old = await client.query(`SELECT 1 FROM instance_setting WHERE ${IS_OLD}`, [KEY, REPLACED_AFTER])
    return old.rowCount !== 0
  } finally {
    await client.end()
  }
}

import { randomBytes } from 'node:crypto'
import type pg from 'pg'

/** The secret that signs sessions: made once for a database and the same for every process that uses it. */
export async function shareAuthSecret(client: pg.Client): Promise<string> {
  await client.query(
    `INSERT INTO instance_setting (key, value) VALUES ('auth_secret', $1) ON CONFLICT (key) DO NOTHING`,
    [randomBytes(32).toString('base64url')],
  )
  const { rows } = await client.query<{ value: string }>(`SELECT value FROM instance_setting WHERE key = 'auth_secret'`)
  const secret = rows[0]?.value
  if (!secret) throw new Error('the secret that was just stored cannot be read')
  return secret
}

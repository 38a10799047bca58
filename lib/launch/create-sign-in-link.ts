import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { hashToken } from '@/lib/server/auth/hash-token'

/** A link that signs in whoever opens it within a day. Only the hash of its token is stored. */
export async function createSignInLink(databaseUrl: string, origin: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    await client.query('DELETE FROM sign_in_link WHERE expires_at < now()')
    await client.query(`INSERT INTO sign_in_link (token_hash, expires_at) VALUES ($1, now() + interval '24 hours')`, [
      hashToken(token),
    ])
  } finally {
    await client.end()
  }
  return `${origin}/welcome?token=${token}`
}

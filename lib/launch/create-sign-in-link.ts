import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'

/** A token that signs in whoever opens it within a day. Only its SHA-256 (hexadecimal) is stored. */
export async function createSignInLink(client: pg.Client, origin: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest('hex')
  await client.query('DELETE FROM sign_in_link WHERE expires_at < now()')
  await client.query(`INSERT INTO sign_in_link (token_hash, expires_at) VALUES ($1, now() + interval '24 hours')`, [
    hash,
  ])
  return `${origin}/welcome?token=${token}`
}

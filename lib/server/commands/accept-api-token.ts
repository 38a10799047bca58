import { hashToken } from '@/lib/server/auth/hash-token'
import { type Role, roleOf } from '@/lib/server/auth/role'
import { type Db, selectRows } from '@/lib/server/db'

/** The role of an API token, null for one that is unknown or revoked. Notes that it was used, to the minute. */
export async function acceptApiToken(db: Db, token: string, nowMs: number): Promise<Role | null> {
  const hash = hashToken(token)
  const [row] = await selectRows<{ role: string; stale: boolean }>(
    db.pool,
    `select role, last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute' as stale
       from api_token where token_hash = $1 and revoked_at is null`,
    [hash, new Date(nowMs)],
  )
  if (row === undefined) return null
  if (row.stale)
    await db.pool.query('update api_token set last_used_at = $2 where token_hash = $1', [hash, new Date(nowMs)])
  return roleOf(row.role)
}

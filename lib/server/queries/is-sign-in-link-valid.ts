import { hashToken } from '@/lib/server/auth/hash-token'
import type { Db } from '@/lib/server/db'

/** Whether the start printed a link with this token and it has not expired. It may be used again until then. */
export async function isSignInLinkValid(db: Db, token: string, nowMs: number): Promise<boolean> {
  const link = await db.prisma.signInLink.findUnique({ where: { tokenHash: hashToken(token) } })
  return link !== null && link.expiresAt.getTime() > nowMs
}

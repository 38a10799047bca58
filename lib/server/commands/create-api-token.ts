import { randomBytes, randomUUID } from 'node:crypto'
import { AppError } from '@/lib/server/app-error'
import { hashToken } from '@/lib/server/auth/hash-token'
import type { Role } from '@/lib/server/auth/role'
import type { Db } from '@/lib/server/db'

/** Makes an API token. Only its hash is stored: the answer is the one time that it can be read. Throws CONFLICT for a name in use. */
export async function createApiToken(db: Db, name: string, role: Role): Promise<string> {
  const token = `lsc_${randomBytes(32).toString('base64url')}`
  const data = [{ id: randomUUID(), name, role, tokenHash: hashToken(token) }]
  const { count } = await db.prisma.apiToken.createMany({ data, skipDuplicates: true })
  if (count === 0) throw new AppError('CONFLICT', `A token named ${name} exists already. Choose another name.`)
  return token
}

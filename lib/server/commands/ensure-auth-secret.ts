import { randomBytes } from 'node:crypto'
import type { Db } from '@/lib/server/db'

const KEY = 'auth_secret'

/** The secret that signs session cookies, shared by every web process on this database; made once. */
export async function ensureAuthSecret(db: Db): Promise<string> {
  await db.prisma.instanceSetting.createMany({
    data: [{ key: KEY, value: randomBytes(32).toString('base64url') }],
    skipDuplicates: true,
  })
  const { value } = await db.prisma.instanceSetting.findUniqueOrThrow({ where: { key: KEY } })
  return value
}

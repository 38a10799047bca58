import { randomUUID } from 'node:crypto'
import type { Db } from '@/lib/server/db'

const FIRST_ADMIN = { email: 'admin@lambdascope.local', name: 'Admin', emailVerified: true, role: 'admin' } as const

/** The oldest admin; made now when there is none. Two calls at once end in the same one. */
export async function ensureAdmin(db: Db): Promise<{ id: string }> {
  const found = await db.prisma.user.findFirst({ where: { role: 'admin' }, orderBy: { createdAt: 'asc' } })
  if (found !== null) return { id: found.id }
  await db.prisma.user.createMany({ data: [{ id: randomUUID(), ...FIRST_ADMIN }], skipDuplicates: true })
  const { id } = await db.prisma.user.update({ where: { email: FIRST_ADMIN.email }, data: { role: 'admin' } })
  return { id }
}

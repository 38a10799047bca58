import { Prisma } from '@/generated/prisma/client'
import { AppError } from '@/lib/server/app-error'

/** An external ID is part of assuming a role. Throws BAD_REQUEST. */
export function checkAccount({ roleArn, externalId }: { roleArn?: string | null; externalId?: string | null }): void {
  if (externalId != null && roleArn == null) {
    throw new AppError('BAD_REQUEST', 'externalId belongs to a role. Give roleArn too, or leave externalId out.')
  }
}

/** Names are unique: Postgres says so. Throws CONFLICT. */
export async function orNameTaken<Row>(name: string | undefined, write: Promise<Row>): Promise<Row> {
  try {
    return await write
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error
    throw new AppError('CONFLICT', `There is an account ${name} already. Choose another name.`)
  }
}

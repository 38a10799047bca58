import { isAPIError } from 'better-auth/api'
import type { SetPasswordRequest } from '@/lib/contracts/account'
import { AppError } from '@/lib/server/app-error'
import type { Caller } from '@/lib/server/auth/authenticate'
import { getAuth } from '@/lib/server/auth/get-auth'
import { webDb } from '@/lib/server/web-db'

/**
 * Sets the password of whoever is signed in; changing one needs the current one and ends the other sessions. Answers the
 * cookies of the session that goes on. Throws FORBIDDEN for a token, BAD_REQUEST for a password that does not do.
 */
export async function setPassword(
  caller: Caller | null,
  headers: Headers,
  { password: newPassword, currentPassword }: SetPasswordRequest,
): Promise<string[]> {
  if (caller?.userId == null) throw new AppError('FORBIDDEN', 'A token has no password. Sign in to set yours.')
  const { userId } = caller
  const account = await webDb().prisma.account.findFirst({ where: { userId, providerId: 'credential' } })
  const auth = await getAuth()
  try {
    if (account?.password == null) {
      await auth.api.setPassword({ body: { newPassword }, headers })
      return []
    }
    if (currentPassword === undefined)
      throw new AppError('BAD_REQUEST', 'A password is set already. Give it as currentPassword to change it.')
    const body = { newPassword, currentPassword, revokeOtherSessions: true }
    const changed = await auth.api.changePassword({ body, headers, returnHeaders: true })
    return changed.headers.getSetCookie()
  } catch (error) {
    if (isAPIError(error) && error.statusCode < 500) throw new AppError('BAD_REQUEST', `${error.message}.`)
    throw error
  }
}

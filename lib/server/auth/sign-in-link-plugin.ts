import type { BetterAuthPlugin } from 'better-auth'
import { createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import * as z from 'zod'
import { ensureAdmin } from '@/lib/server/commands/ensure-admin'
import type { Db } from '@/lib/server/db'
import { isSignInLinkValid } from '@/lib/server/queries/is-sign-in-link-valid'

/** Lets the library itself make the session of whoever holds the link that the start printed: the first admin. */
export function signInLink(db: Db) {
  return {
    id: 'sign-in-link',
    endpoints: {
      signInByLink: createAuthEndpoint.serverOnly(
        { method: 'POST', body: z.object({ token: z.string() }) },
        async (context) => {
          if (!(await isSignInLinkValid(db, context.body.token, Date.now()))) return context.json({ signedIn: false })
          const { id } = await ensureAdmin(db)
          const user = await context.context.internalAdapter.findUserById(id)
          const session = await context.context.internalAdapter.createSession(id)
          if (user === null || session === null) throw new Error('The session of the first admin was not created')
          await setSessionCookie(context, { session, user })
          return context.json({ signedIn: true })
        },
      ),
    },
  } satisfies BetterAuthPlugin
}

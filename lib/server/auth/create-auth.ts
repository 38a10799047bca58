import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { signInLink } from '@/lib/server/auth/sign-in-link-plugin'
import type { Db } from '@/lib/server/db'

const DAY_S = 86_400

/**
 * The auth library on this database: e-mail and password, sessions in Postgres. Nobody can sign up; the first admin comes
 * from the link that the start prints. The origin is taken from each request, so that any port, host or proxy works.
 */
export function createAuth(db: Db, secret: string) {
  return betterAuth({
    appName: 'Lambdascope',
    secret,
    basePath: '/api/auth',
    database: prismaAdapter(db.prisma, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10 },
    user: { additionalFields: { role: { type: 'string', required: true, defaultValue: 'viewer', input: false } } },
    session: {
      expiresIn: 30 * DAY_S,
      updateAge: DAY_S,
      // Saves a query on most requests; a session that was ended elsewhere is refused a minute later at most.
      cookieCache: { enabled: true, maxAge: 60 },
    },
    telemetry: { enabled: false },
    // Its warnings are about a fixed origin, which this set-up does without on purpose.
    logger: { level: 'error' },
    // Its own refusals are answered all the same; what it did not expect is answered where all such errors are.
    onAPIError: { throw: true },
    advanced: {
      cookiePrefix: 'lambdascope',
      // Secure is added to the cookies of a request that came through HTTPS; a fixed setting would break the other kind.
      useSecureCookies: false,
      trustedProxyHeaders: true,
      // Whoever guesses passwords can write any X-Forwarded-For: all attempts count together, whatever address they name.
      ipAddress: { ipAddressHeaders: [] },
    },
    plugins: [signInLink(db)],
  })
}

export type Auth = ReturnType<typeof createAuth>

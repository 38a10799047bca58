import pg from 'pg'
import { createSignInLink } from '@/lib/launch/create-sign-in-link'
import { shareAuthSecret } from '@/lib/launch/share-auth-secret'

/** What signing in needs before the web server starts: the secret that signs sessions, and this start's link. */
export async function prepareSignIn(
  databaseUrl: string,
  givenSecret: string | null,
  origin: string,
): Promise<{ authSecret: string; link: string }> {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const authSecret = givenSecret ?? (await shareAuthSecret(client))
    return { authSecret, link: await createSignInLink(client, origin) }
  } finally {
    await client.end()
  }
}

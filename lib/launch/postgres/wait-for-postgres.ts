import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** A refused user or password: waiting does not make it right. */
const REFUSED = ['28P01', '28000']

/** Answers once the server takes a connection. Throws its last refusal after `timeoutMs`, and that of a user at once. */
export async function waitForPostgres(url: string, timeoutMs = 60_000): Promise<void> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (REFUSED.includes(code) || performance.now() > deadline) throw error
      await sleep(50)
    }
  }
}

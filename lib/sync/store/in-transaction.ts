import type pg from 'pg'

/** Runs `work` in one transaction on this connection: all of it is stored, or nothing. */
export async function inTransaction<Result>(client: pg.ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await rollBack(client)
    throw error
  }
}

async function rollBack(client: pg.ClientBase): Promise<void> {
  try {
    await client.query('ROLLBACK')
  } catch {
    // The connection is gone, and the transaction with it; the first error says why.
  }
}

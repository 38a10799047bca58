import type pg from 'pg'
import { to } from 'pg-copy-streams'
import { BinaryCopyReader } from '@/lib/server/copy/binary-copy-reader'

/**
 * The rows of a SELECT in Postgres's binary form, which takes a third of the time of texts where there are thousands, on
 * both sides. COPY takes no parameters: what varies in the SQL is written by the functions of copy-literals. Rejects with
 * Postgres's own error.
 */
export async function copyOut(pool: pg.Pool, select: string): Promise<BinaryCopyReader> {
  return new BinaryCopyReader(await copyBytes(pool, select))
}

/** The same as bytes, for a BinaryCopyReader each time that they are read. */
export async function copyBytes(pool: pg.Pool, select: string): Promise<Buffer> {
  const client = await pool.connect()
  const chunks: Buffer[] = []
  let failure: Error | undefined
  // The statement is told of a lost connection too; without a listener the process would end.
  const ignore = () => undefined
  client.on('error', ignore)
  try {
    const stream = client.query(to(`COPY (${select}) TO STDOUT (FORMAT binary)`))
    await new Promise<void>((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.once('end', resolve)
      stream.once('error', reject)
    })
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error))
    throw error
  } finally {
    client.off('error', ignore)
    // One that failed may be lost.
    client.release(failure)
  }
  return Buffer.concat(chunks)
}

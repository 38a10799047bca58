import type pg from 'pg'
import { from } from 'pg-copy-streams'
import type { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'

/** Sends the encoded rows into `target`, such as `metric_hour (series_id, at)`. Rejects with Postgres's own error. */
export async function copyRows(client: pg.ClientBase, target: string, rows: BinaryCopyEncoder): Promise<void> {
  if (rows.rows === 0) return
  const stream = client.query(from(`COPY ${target} FROM STDIN (FORMAT binary)`))
  await new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve)
    stream.once('error', reject)
    stream.end(rows.finish())
  })
}

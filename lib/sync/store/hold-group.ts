import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { recordOf } from '@/lib/sync/aws/parse-values'

const HOUR_MS = 3_600_000
const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(hashtext('log-block'), $1) AS held`

/**
 * Has the lines of a group alone until the transaction ends. Its pages are stored one after another, and while nobody
 * packs lines of it or drops its streams: what is stored already can then be told from what is new by looking. To be
 * called within the transaction that stores the page, first of all. Answers whether any line is packed in the page's hours.
 */
export async function waitForGroup(
  client: pg.ClientBase,
  logGroupId: number,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<boolean> {
  // Two statements in one message, so that the second sees what the lock waited for.
  const answers: unknown = await client.query(`
    SELECT pg_advisory_xact_lock(hashtext('log-block'), ${logGroupId});
    SELECT 1 FROM log_block WHERE log_group_id = ${logGroupId} AND hour BETWEEN to_timestamp(${(fromMs - HOUR_MS) / 1000})
      AND to_timestamp(${toMs / 1000}) LIMIT 1`)
  const looked: unknown = Array.isArray(answers) ? answers[1] : null
  return recordOf(looked)?.rowCount !== 0
}

/** As waitForGroup, but false, at once, while somebody else has the lines. */
export async function tryGroup(client: pg.ClientBase, logGroupId: number): Promise<boolean> {
  const [lock] = await selectRows<{ held: boolean }>(client, TRY_LOCK, [logGroupId])
  return lock?.held ?? false
}

import { invocationId } from '@/lib/domain/invocation-id'
import { type Db, selectRows } from '@/lib/server/db'

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The ID of the newest attempt that a request ID names; null when none is stored, or the text is no request ID. */
export async function findInvocationByRequest(db: Db, text: string): Promise<string | null> {
  const requestId = text.trim().toLowerCase()
  if (!REQUEST_ID.test(requestId)) return null
  const [row] = await selectRows<{ atMs: number; key: string }>(
    db.pool,
    `select (extract(epoch from started_at) * 1000)::float8 as "atMs", encode(key, 'hex') as key
       from invocation where request_id = $1 order by started_at desc, invocation.key desc limit 1`,
    [requestId],
  )
  return row === undefined ? null : invocationId(row.atMs, row.key)
}

import type { InvocationItem } from '@/lib/contracts/invocations'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import {
  INVOCATION_COLUMNS,
  INVOCATION_TABLES,
  type InvocationRow,
  invocationItem,
} from '@/lib/server/queries/invocation-row'

const MOST = 20
/* Each is one look by its key, which is what the offset makes of it. */
const SAMPLED = INVOCATION_TABLES.replace(
  'invocation i',
  `(select h.function_id, s.at, s.key from issue_hour h cross join lateral unnest(h.sample_at, h.sample_keys) as s(at, key)
     where h.issue_id = $1 and h.at > $2::timestamptz - interval '1 hour' and h.at < $3 and s.at >= $2 and s.at < $3
     order by s.at desc limit ${MOST}) p
   cross join lateral (
     select * from invocation v where v.function_id = p.function_id and v.started_at = p.at and v.key = p.key offset 0) i`,
)
const SQL = `select ${INVOCATION_COLUMNS} from ${SAMPLED} order by i.started_at desc`

/** The newest invocations of an issue in the window, as far as they are stored: five an hour of each version, 20 at most. */
export async function listIssueSamples(db: Db, issueId: number, { fromMs, toMs }: Window): Promise<InvocationItem[]> {
  const rows = await selectRows<InvocationRow>(db.pool, SQL, [issueId, new Date(fromMs), new Date(toMs)])
  return rows.map(invocationItem)
}

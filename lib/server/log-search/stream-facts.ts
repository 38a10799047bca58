import { type Db, selectRows } from '@/lib/server/db'

/** What the stream of a line tells of it. functionName, version: null where the stream is no function's. */
export type StreamFacts = {
  id: number
  name: string
  logGroup: string
  functionName: string | null
  version: string | null
  accountId: string
  region: string
}

/** SQL of the facts of streams s, as StreamFacts names them; where: which. */
export const selectFacts = (where: string) => `
  SELECT s.id, s.name, g.name AS "logGroup", f.name AS "functionName", s.version, p.account_id AS "accountId", p.region
  FROM log_stream s JOIN log_group g ON g.id = s.log_group_id JOIN account_region p ON p.id = s.account_region_id
    LEFT JOIN lambda_function f ON f.id = s.function_id
  WHERE ${where}`

/** Adds the facts of these streams to those that are known already. */
export async function readStreamFacts(
  db: Db,
  streamIds: Iterable<number>,
  known: Map<number, StreamFacts>,
): Promise<void> {
  const asked = [...new Set(streamIds)].filter((id) => !known.has(id))
  if (asked.length === 0) return
  for (const facts of await selectRows<StreamFacts>(db.pool, selectFacts('s.id = ANY($1)'), [asked]))
    known.set(facts.id, facts)
}

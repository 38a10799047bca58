import type pg from 'pg'
import type { QueuesOf } from '@/lib/domain/traces/join-traces'
import { selectRows } from '@/lib/server/db'

const SQL = `
  select f.name, array_agg(distinct split_part(m.event_source_arn, ':', 6)) as queues
    from event_source_mapping m join lambda_function f on f.id = m.function_id
   where m.account_region_id = $1 and m.event_source_arn like 'arn:aws%:sqs:%' and m.gone_at is null
   group by f.name`

/** Which queues the functions of an account-region read by their event source mappings, by the queues' names. */
export async function listQueueReaders(client: pg.Pool | pg.ClientBase, placeId: number): Promise<QueuesOf> {
  const rows = await selectRows<{ name: string; queues: string[] }>(client, SQL, [placeId])
  const byName = new Map(rows.map(({ name, queues }) => [name, queues]))
  return (name) => byName.get(name) ?? []
}

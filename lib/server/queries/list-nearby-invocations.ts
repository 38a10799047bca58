import type { InvocationDetail, NearbyInvocation } from '@/lib/contracts/invocations'
import { invocationId } from '@/lib/domain/invocation-id'
import { type Db, selectRows } from '@/lib/server/db'
import type { InvocationRow } from '@/lib/server/queries/invocation-row'

type Row = Omit<NearbyInvocation, 'id'> & { key: string }
type Nearby = Pick<InvocationDetail, 'environment' | 'hasEarlier' | 'hasLater' | 'attempts'>

const MOST_EACH_SIDE = 8
const MOST_ATTEMPTS = 20
const COLUMNS = `encode(i.key, 'hex') as key, i.request_id as "requestId", i.result, i.duration_ms as "durationMs",
  coalesce(i.init_ms, i.restore_ms) as "initMs", (extract(epoch from i.started_at) * 1000)::float8 as "atMs",
  (extract(epoch from i.ended_at) * 1000)::float8 as "endedAtMs"`
/* Of an environment's invocations those of one day each way: only so the planner leaves out all other days. */
const beside = (side: '<' | '>') => `
  (select ${COLUMNS}, s.name as "logStream" from invocation i join log_stream s on s.id = i.stream_id
    where i.stream_id = $1 and (i.started_at, i.key) ${side} ($2::timestamptz, decode($3, 'hex'))
      and i.started_at ${side === '<' ? "> $2::timestamptz - interval '1 day'" : "< $2::timestamptz + interval '1 day'"}
    order by i.started_at ${side === '<' ? 'desc' : 'asc'}, i.key ${side === '<' ? 'desc' : 'asc'} limit ${MOST_EACH_SIDE + 1})`
/* Lambda gives up an asynchronous event after six hours at most. */
const ATTEMPTS = `
  select ${COLUMNS}, s.name as "logStream" from invocation i join log_stream s on s.id = i.stream_id
   where i.request_id = $1 and i.function_id = $2
     and i.started_at > $3::timestamptz - interval '1 day' and i.started_at < $3::timestamptz + interval '1 day'
   order by i.started_at, i.key limit ${MOST_ATTEMPTS}`

/**
 * What ran before and after an invocation in its execution environment, and every attempt at its request, each oldest
 * first and with the invocation itself among them.
 */
export async function listNearbyInvocations(db: Db, invocation: InvocationRow): Promise<Nearby> {
  const { key, streamId, functionId, requestId, atMs } = invocation
  const at = [streamId, new Date(atMs), key]
  const [before, after, attempts] = await Promise.all([
    selectRows<Row>(db.pool, beside('<'), at),
    selectRows<Row>(db.pool, beside('>'), at),
    selectRows<Row>(db.pool, ATTEMPTS, [requestId, functionId, new Date(atMs)]),
  ])
  const self = {
    ...{ key, requestId, atMs, endedAtMs: invocation.endedAtMs, result: invocation.result },
    ...{ durationMs: invocation.durationMs, initMs: invocation.initMs ?? invocation.restoreMs },
    logStream: invocation.logStream,
  }
  const environment = [...before.slice(0, MOST_EACH_SIDE).reverse(), self, ...after.slice(0, MOST_EACH_SIDE)]
  return {
    environment: environment.map(itemOf),
    hasEarlier: before.length > MOST_EACH_SIDE,
    hasLater: after.length > MOST_EACH_SIDE,
    attempts: attempts.map(itemOf),
  }
}

function itemOf({ key, ...row }: Row): NearbyInvocation {
  return { id: invocationId(row.atMs, key), ...row }
}

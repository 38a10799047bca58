import type { Window } from '@/lib/domain/covered-window'
import type { GraphTally } from '@/lib/domain/traces/trace-graph'
import { type Db, selectRows } from '@/lib/server/db'
import { addTraceGraphs } from '@/lib/server/queries/add-trace-graphs'
import { getFunctionIdentity, type Place } from '@/lib/server/queries/get-function-identity'
import { getLoggedVersions } from '@/lib/server/queries/get-qualifier-source'
import type { Tallied } from '@/lib/server/queries/tally-window'

type Asked = { functionName: string; qualifier: string | undefined; place: Place; window: Window }

/** The traces of a function are added up one by one: of a busy one the newest. */
const MOST_TRACES = 5_000
/* An invocation is of the version whose log stream told of it; an alias is asked for by the versions that are its own. */
const TRACES = `
  select t.trace_id as id, count(*) over ()::int as of
    from (select distinct trace_id, started_at from trace_function where function_id = $1 and started_at >= $2 and started_at < $3) t
   where $4::text[] is null or exists (
     select from invocation i where i.function_id = $1 and i.trace_id = t.trace_id and i.version = any($4)
       and i.started_at >= t.started_at - interval '1 hour' and i.started_at < t.started_at + interval '1 day')
   order by t.started_at desc, t.trace_id limit ${MOST_TRACES}`

/** Adds the traces in which a function took part, or in which a qualifier of it did. Throws NOT_FOUND and AMBIGUOUS_FUNCTION. */
export async function tallyFunctionTraces(
  db: Db,
  tally: GraphTally,
  { functionName, qualifier, place, window }: Asked,
  nowMs: number,
): Promise<Tallied> {
  const identity = await getFunctionIdentity(db, functionName, place)
  const { versions, reason } = await getLoggedVersions(db, identity, qualifier, window, nowMs)
  const { fromMs, toMs } = window
  const counted = { countedFromMs: fromMs, countedToMs: Math.max(fromMs + 1, Math.min(toMs, nowMs)) }
  const nothing = { ...counted, traces: 0, of: null, behind: 0, leftOut: 0 }
  if (versions === null) return { ...nothing, hidden: reason ?? 'Its log lines cannot be told from those of others.' }
  const rows = await selectRows<{ id: string; of: number }>(db.pool, TRACES, [
    ...[identity.id, new Date(fromMs), new Date(toMs)],
    versions === 'all' ? null : versions,
  ])
  const traceIds = rows.map(({ id }) => id)
  const traces = await addTraceGraphs(db.pool, tally, { placeId: identity.accountRegionId, fromMs, toMs, traceIds })
  const of = rows[0]?.of ?? 0
  return { ...nothing, traces, of: of > traces ? of : null, hidden: null }
}

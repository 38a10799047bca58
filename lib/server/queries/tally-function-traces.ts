import type { Window } from '@/lib/domain/covered-window'
import { firstKeptMs } from '@/lib/domain/retention'
import type { GraphTally } from '@/lib/domain/traces/trace-graph'
import { type Db, selectRows } from '@/lib/server/db'
import { addTraceGraphs } from '@/lib/server/queries/add-trace-graphs'
import { countHiddenTraces } from '@/lib/server/queries/count-hidden-traces'
import { type FunctionIdentity, getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getQualifierTraces, type QualifierTraces } from '@/lib/server/queries/get-qualifier-traces'
import { getRetention } from '@/lib/server/queries/get-retention'
import { listGraphPlaces } from '@/lib/server/queries/list-graph-places'
import { qualifierSql } from '@/lib/server/queries/qualifier-sql'
import { countedOf, type Tallied } from '@/lib/server/queries/tally-window'

type Asked = {
  functionName: string
  qualifier: string | undefined
  placeIds: readonly number[] | null
  window: Window
}
type OneTrace = { id: string; atMs: number }

/** The traces of a function are added up one by one: of a busy one the newest. */
export const MOST_TRACES = 5_000

/**
 * Adds the traces in which a function took part, or in which a qualifier of it did: from when on their graphs are kept, and
 * of a busy function from when on they are not too many. Throws NOT_FOUND and AMBIGUOUS_FUNCTION.
 */
export async function tallyFunctionTraces(
  db: Db,
  tally: GraphTally,
  { functionName, qualifier, placeIds, window: asked }: Asked,
  nowMs: number,
): Promise<Tallied> {
  const identity = await getFunctionIdentity(db, functionName, { placeIds })
  const own = { functionName, qualifier: qualifier ?? '', functions: [identity] }
  const qualified = qualifier === undefined ? null : await getQualifierTraces(db, own, asked, nowMs)
  const keptFromMs = await findKeptFrom(db, identity, qualified !== null, nowMs)
  const window = { fromMs: Math.min(Math.max(asked.fromMs, keptFromMs), asked.toMs), toMs: asked.toMs }
  const isKept = window.fromMs === asked.fromMs
  const cutBy = isKept ? null : ('kept' as const)
  const found = await listNewest(db, identity, qualified, window)
  const cut = found[MOST_TRACES]
  // Of the moment of the first one that is too many others may be missing.
  const counted = cut === undefined ? window : { ...window, fromMs: cut.atMs + 1 }
  const traceIds = found.filter(({ atMs }) => atMs >= counted.fromMs).map(({ id }) => id)
  const placeId = identity.accountRegionId
  const added = await addTraceGraphs(db.pool, tally, { placeIds: [placeId], ...counted, traceIds })
  return {
    ...countedOf(counted, nowMs),
    cutBy: cut === undefined ? cutBy : 'busy',
    traces: added.traces,
    behind: 0,
    leftOut: added.leftOut.get(placeId) ?? 0,
    hidden: await countHiddenTraces(db, { ...counted, placeIds: [placeId], functionName, qualified }),
  }
}

/** From when on there is all that a function's traces are found by; invocations tell the version that ran. */
async function findKeptFrom(
  db: Db,
  { accountRegionId }: FunctionIdentity,
  byVersion: boolean,
  nowMs: number,
): Promise<number> {
  const [{ traces, invocations }, [place]] = await Promise.all([
    getRetention(db),
    listGraphPlaces(db, [accountRegionId]),
  ])
  const days = byVersion ? Math.min(traces, invocations) : traces
  return Math.max(firstKeptMs(nowMs, days), place?.detailFromMs ?? 0)
}

/** The newest first, one more than are counted. */
async function listNewest(
  db: Db,
  { id, accountRegionId }: FunctionIdentity,
  only: QualifierTraces | null,
  { fromMs, toMs }: Window,
): Promise<OneTrace[]> {
  const values: unknown[] = [id, accountRegionId, new Date(fromMs), new Date(toMs)]
  const condition = only === null ? 'true' : qualifierSql(only, (value) => `$${values.push(value)}`)
  const facts = only === null ? 'null::jsonb as facts' : 't.facts'
  const join = `join trace t on t.id = o.trace_id and t.started_at = o.started_at and t.account_region_id = $2`
  const sql = `
    select t.id, (extract(epoch from t.started_at) * 1000)::float8 as "atMs"
      from (
        select o.trace_id as id, o.started_at, $2::int as account_region_id, ${facts}
          from (select distinct trace_id, started_at from trace_function
                 where function_id = $1 and started_at >= $3 and started_at < $4) o ${only === null ? '' : join}
      ) t
     where ${condition} order by t.started_at desc, t.id limit ${MOST_TRACES + 1}`
  return selectRows<OneTrace>(db.pool, sql, values)
}

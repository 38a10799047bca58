import type { ConcurrencyRequest, LanesResponse } from '@/lib/contracts/concurrency'
import { invocationId } from '@/lib/domain/invocation-id'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import type { FunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getQualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'

type Environment = LanesResponse['environments'][number]
type Row = Omit<Environment['calls'][number], 'id'> & { key: string; environment: string }

/** More bars than this cannot be told apart in one picture. */
const MOST_CALLS = 1_000

const SQL = `
  select encode(i.key, 'hex') as key, s.name as environment, i.version, i.result,
         (extract(epoch from i.started_at) * 1000)::float8 as "startMs",
         (extract(epoch from i.ended_at) * 1000)::float8 as "endMs", coalesce(i.init_ms, i.restore_ms) as "initMs"
    from (select * from invocation where function_id = $1 and started_at >= $2 and started_at < $3
             and ($4::text[] is null or version = any($4::text[]))
           order by started_at desc, key desc limit ${MOST_CALLS + 1}) i
    join log_stream s on s.id = i.stream_id
   order by i.started_at desc, i.key desc`

/** The newest invocations of the window by the environment that ran them, both newest first. */
export async function listLanes(
  db: Db,
  identity: FunctionIdentity,
  request: Pick<ConcurrencyRequest, 'from' | 'to' | 'qualifier'>,
  nowMs: number,
): Promise<LanesResponse> {
  const { fromMs, toMs } = checkWindow(request)
  const { versions, reason } = await getQualifierSource(db, identity, request.qualifier, { fromMs, toMs }, nowMs)
  if (versions === null) return { fromMs, toMs, isWhole: false, reason, environments: [], read: null }
  const rows = await selectRows<Row>(db.pool, SQL, [
    ...[identity.id, new Date(fromMs), new Date(toMs), versions === 'all' ? null : versions],
  ])
  const isWhole = rows.length <= MOST_CALLS
  const told = rows.slice(0, MOST_CALLS)
  const of = { placeIds: null, functionIds: [identity.id] }
  const read = told.length === 0 ? await getReadExtent(db, 'logs', of, { fromMs, toMs }, nowMs) : null
  const sinceMs = isWhole ? fromMs : (told.at(-1)?.startMs ?? fromMs)
  return { fromMs: sinceMs, toMs, isWhole, reason: null, environments: groupByEnvironment(told), read }
}

/** A name is longer than all else that is said of a call. */
function groupByEnvironment(rows: readonly Row[]): Environment[] {
  const environments = new Map<string, Environment>()
  for (const { key, environment, ...call } of rows) {
    const own = environments.get(environment) ?? { name: environment, calls: [] }
    environments.set(environment, own)
    own.calls.push({ id: invocationId(call.startMs, key), ...call })
  }
  return [...environments.values()]
}

import type { HiddenTraces } from '@/lib/contracts/hidden-traces'
import type {
  CompareTracesRequest,
  CompareTracesResponse,
  TraceGroupsRequest,
  TraceGroupsResponse,
} from '@/lib/contracts/trace-groups'
import { type ComparableTrace, compareGroups } from '@/lib/domain/traces/groups/compare-groups'
import { type GroupableTrace, groupKeysOf, groupTraces } from '@/lib/domain/traces/groups/trace-groups'
import type { Db } from '@/lib/server/db'
import { countHiddenTraces } from '@/lib/server/queries/count-hidden-traces'
import { type AskedTraces, getAskedTraces } from '@/lib/server/queries/get-asked-traces'
import { searchTraces } from '@/lib/server/queries/search-traces'

type Started<Trace> = Trace & { startMs: number }

const MOST_GROUPED = 20_000
/** All that each says is read. */
const MOST_COMPARED = 4_000
const MOST_GROUPS = 200
const COLUMNS = `(extract(epoch from t.started_at) * 1000)::float8 as "startMs", t.duration_ms as "durationMs",
  t.has_error as "hasError", t.has_fault as "hasFault", t.has_throttle as "hasThrottle", t.http_method as "httpMethod",
  t.http_url as "httpUrl"`
/** Until the documents are read, X-Ray's summary tells which functions took part. */
const FUNCTIONS = `case when t.documents_revision is not null then t.function_names else array(
  select distinct s -> 'n' ->> 0 from jsonb_array_elements(t.facts -> 's') s
   where s ->> 'y' in ('AWS::Lambda', 'AWS::Lambda::Function')) end as functions`
/** What is read for groups beside the columns: no more than they are made by, as reading all takes longer than the rest. */
const READ: Readonly<Record<TraceGroupsRequest['by'], string>> = {
  url: `'{}'::text[] as functions, null as facts`,
  status: `'{}'::text[] as functions, null as facts`,
  function: `${FUNCTIONS}, null as facts`,
  user: `'{}'::text[] as functions, jsonb_build_object('u', coalesce(t.facts -> 'u', '[]')) as facts`,
  'root-cause': `'{}'::text[] as functions, case when t.has_fault or t.has_error then jsonb_build_object('rc', coalesce(t.facts -> 'rc', '{}')) end as facts`,
}

/** The newest traces that meet what is asked in groups, the largest first. Throws as listTraces does. */
export async function listTraceGroups(
  db: Db,
  request: TraceGroupsRequest,
  nowMs: number,
): Promise<TraceGroupsResponse> {
  const asked = await getAskedTraces(db, request, nowMs)
  const columns = `${COLUMNS}, ${READ[request.by]}`
  const { traces, ...counted } = await readTraces<GroupableTrace>(db, asked, columns, MOST_GROUPED)
  const groups = groupTraces(traces, request.by)
  return { ...counted, groupCount: groups.length, groups: groups.slice(0, MOST_GROUPS) }
}

/** Two groups of the newest traces side by side. Throws as listTraces does. */
export async function compareTraceGroups(
  db: Db,
  request: CompareTracesRequest,
  nowMs: number,
): Promise<CompareTracesResponse> {
  const asked = await getAskedTraces(db, request, nowMs)
  const columns = `${COLUMNS}, t.http_status as "httpStatus", t.entry_point as "entryPoint",
    ${FUNCTIONS}, t.facts`
  const { traces, ...counted } = await readTraces<ComparableTrace>(db, asked, columns, MOST_COMPARED)
  const { by, left, right } = request
  const side = (key: string) => traces.filter((trace) => groupKeysOf(trace, by).some((one) => one.key === key))
  return { ...counted, ...compareGroups(side(left), side(right)) }
}

async function readTraces<Trace>(
  db: Db,
  asked: AskedTraces,
  columns: string,
  most: number,
): Promise<{ traces: Started<Trace>[]; counted: number; isAll: boolean; hidden: HiddenTraces | null }> {
  const [found, hidden] = await Promise.all([
    searchTraces<Started<Trace>>(db, { ...asked, sort: 'newest', limit: most + 1 }, columns),
    countHiddenTraces(db, asked),
  ])
  const traces = found.slice(0, most)
  return { traces, counted: traces.length, isAll: found.length <= most, hidden }
}

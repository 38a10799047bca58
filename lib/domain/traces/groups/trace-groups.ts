import type { CauseFacts, TraceFacts } from '@/lib/domain/traces/facts/trace-facts'
import { quoteFilterText } from '@/lib/domain/traces/filter-expression/write-filter-expression'
import type { GroupKey } from '@/lib/domain/traces/groups/group-key'
import { groupOfUrl } from '@/lib/domain/traces/groups/group-of-url'
import { type TraceStatusName, traceStatusOf } from '@/lib/domain/traces/groups/trace-status'

export type GroupedBy = 'url' | 'status' | 'function' | 'root-cause' | 'user'

/** What groups are made by. facts: users and root causes at least. */
export type GroupableTrace = {
  durationMs: number | null
  hasError: boolean
  hasFault: boolean
  hasThrottle: boolean
  httpMethod: string | null
  httpUrl: string | null
  functions: readonly string[]
  facts: Pick<TraceFacts, 'u' | 'rc'> | null
}

/** share: of all traces that were grouped; a trace with several functions is in the group of each. null percentiles: no trace has ended. */
export type TraceGroup = GroupKey & {
  count: number
  share: number
  faults: number
  p50Ms: number | null
  p90Ms: number | null
  p99Ms: number | null
}

const exactly = (key: string, narrow: string): GroupKey => ({ key, narrow, exact: true })

const LAMBDA_TYPES = ['AWS::Lambda', 'AWS::Lambda::Function']
const NONE: Readonly<Record<GroupedBy, GroupKey>> = {
  url: exactly('No request', '!http.url'),
  status: exactly('OK', '!fault AND !throttle AND !error'),
  function: exactly('No function', LAMBDA_TYPES.map((type) => `!service(id(type: "${type}"))`).join(' AND ')),
  'root-cause': exactly('No fault or error', '!fault AND !error'),
  user: exactly('No user', '!user'),
}
const STATUSES: Readonly<Record<TraceStatusName, GroupKey>> = {
  ok: NONE.status,
  error: exactly('Error', 'error AND !fault AND !throttle'),
  throttle: exactly('Throttle', 'throttle AND !fault'),
  fault: exactly('Fault', 'fault'),
}
/** No filter asks for what is not known yet. */
const CAUSE_UNKNOWN: GroupKey = { key: 'Root cause not known', narrow: '(fault OR error)', exact: false }

/** Groups of traces, the largest first. */
export function groupTraces(traces: readonly GroupableTrace[], by: GroupedBy): TraceGroup[] {
  const groups = new Map<string, { found: GroupKey; members: GroupableTrace[] }>()
  for (const trace of traces) {
    for (const found of groupKeysOf(trace, by)) {
      const group = groups.get(found.key)
      if (group) group.members.push(trace)
      else groups.set(found.key, { found, members: [trace] })
    }
  }
  return [...groups.values()]
    .map(({ found, members }) => ({ ...found, ...describe(members, traces.length) }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}

/** The groups that a trace is in. */
export function groupKeysOf(trace: GroupableTrace, by: GroupedBy): GroupKey[] {
  const keys = listKeys(trace, by)
  return keys.length === 0 ? [NONE[by]] : keys
}

function listKeys(trace: GroupableTrace, by: GroupedBy): GroupKey[] {
  switch (by) {
    case 'status':
      return [STATUSES[traceStatusOf(trace)]]
    case 'url':
      return trace.httpUrl === null ? [] : [groupOfUrl(trace.httpMethod, trace.httpUrl)]
    case 'function':
      return trace.functions.map(functionKey)
    case 'user':
      return (trace.facts?.u ?? []).map((user) => exactly(user, `user = ${quoteFilterText(user)}`))
    case 'root-cause': {
      if (!trace.hasFault && !trace.hasError) return []
      const { f, e } = trace.facts?.rc ?? {}
      const key = f ? causeKey('fault', f) : e ? causeKey('error', e) : null
      return [key ?? CAUSE_UNKNOWN]
    }
  }
}

/** A table may have the name of a function, hence the types; so may the service of another function, which nothing tells apart. */
function functionKey(name: string): GroupKey {
  const services = LAMBDA_TYPES.map((type) => `service(id(name: ${quoteFilterText(name)}, type: "${type}"))`)
  return { key: name, narrow: `(${services.join(' OR ')})`, exact: false }
}

/** By the service and the exception that it ends with. */
function causeKey(kind: 'fault' | 'error', { s, x }: CauseFacts): GroupKey | null {
  const service = s.at(-1)
  if (service?.n === undefined) return null
  const exception = x.at(-1)?.n
  const last = `rootcause.${kind}.service { last AND name = ${quoteFilterText(service.n)} }`
  const narrow = kind === 'fault' ? last : `${last} AND !rootcause.fault.service`
  if (exception === undefined) return exactly(`${service.n} (${kind})`, `${narrow} AND !rootcause.${kind}.exception`)
  return {
    key: `${service.n}: ${exception} (${kind})`,
    narrow: `${narrow} AND rootcause.${kind}.exception { last AND name = ${quoteFilterText(exception)} }`,
    // Which of the services threw it cannot be asked.
    exact: false,
  }
}

function describe(traces: readonly GroupableTrace[], of: number) {
  const durations = traces.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs])).sort((a, b) => a - b)
  return {
    count: traces.length,
    share: traces.length / of,
    faults: traces.filter(({ hasFault }) => hasFault).length,
    p50Ms: nearestRank(durations, 0.5),
    p90Ms: nearestRank(durations, 0.9),
    p99Ms: nearestRank(durations, 0.99),
  }
}

/** Of sorted values; null of none. */
export function nearestRank(sorted: readonly number[], quantile: number): number | null {
  return sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? null
}

import type { CauseFacts, TraceFacts } from '@/lib/domain/traces/facts/trace-facts'
import { quoteFilterText } from '@/lib/domain/traces/filter-expression/write-filter-expression'
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
export type TraceGroup = {
  key: string
  /** A filter expression that finds the group. */
  narrow: string
  count: number
  share: number
  faults: number
  p50Ms: number | null
  p90Ms: number | null
  p99Ms: number | null
}

type Key = { key: string; narrow: string }

const NONE: Readonly<Record<GroupedBy, Key>> = {
  url: { key: 'No request', narrow: '!http.url' },
  status: { key: 'OK', narrow: '!fault AND !throttle AND !error' },
  function: {
    key: 'No function',
    narrow: '!service(id(type: "AWS::Lambda")) AND !service(id(type: "AWS::Lambda::Function"))',
  },
  'root-cause': { key: 'No fault or error', narrow: '!rootcause.fault.service AND !rootcause.error.service' },
  user: { key: 'No user', narrow: '!user' },
}
const STATUSES: Readonly<Record<TraceStatusName, Key>> = {
  ok: NONE.status,
  error: { key: 'Error', narrow: 'error AND !fault AND !throttle' },
  throttle: { key: 'Throttle', narrow: 'throttle AND !fault' },
  fault: { key: 'Fault', narrow: 'fault' },
}
/** A part of a path that names one thing of many. */
const NAMES_ONE = /^(?=.*\d)[\w-]{1,}$|^[0-9a-f-]{16,}$/i

/** Groups of traces, the largest first. */
export function groupTraces(traces: readonly GroupableTrace[], by: GroupedBy): TraceGroup[] {
  const groups = new Map<string, { narrow: string; traces: GroupableTrace[] }>()
  for (const trace of traces) {
    for (const { key, narrow } of groupKeysOf(trace, by)) {
      const group = groups.get(key)
      if (group) group.traces.push(trace)
      else groups.set(key, { narrow, traces: [trace] })
    }
  }
  return [...groups]
    .map(([key, group]) => ({ key, narrow: group.narrow, ...describe(group.traces, traces.length) }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}

/** The groups that a trace is in. */
export function groupKeysOf(trace: GroupableTrace, by: GroupedBy): Key[] {
  const keys = listKeys(trace, by)
  return keys.length === 0 ? [NONE[by]] : keys
}

function listKeys(trace: GroupableTrace, by: GroupedBy): Key[] {
  switch (by) {
    case 'status':
      return [STATUSES[traceStatusOf(trace)]]
    case 'url':
      return trace.httpUrl === null ? [] : [urlKey(trace.httpMethod, trace.httpUrl)]
    case 'function':
      return trace.functions.map((name) => ({ key: name, narrow: `service(${quoteFilterText(name)})` }))
    case 'user':
      return (trace.facts?.u ?? []).map((user) => ({ key: user, narrow: `user = ${quoteFilterText(user)}` }))
    case 'root-cause': {
      const { f, e } = trace.facts?.rc ?? {}
      const key = f ? causeKey('fault', f) : e ? causeKey('error', e) : null
      return key === null ? [] : [key]
    }
  }
}

/** URLs that differ in what names one thing of many, and in their queries, are one. */
function urlKey(method: string | null, url: string): Key {
  const [path = url] = url.split(/[?#]/)
  const parts = path.split('/')
  const isOne = (part: string, at: number) => at >= 3 && NAMES_ONE.test(part)
  const shown = parts.map((part, at) => (isOne(part, at) ? '{id}' : part)).join('/')
  const first = parts.findIndex(isOne)
  const sameMethod = method === null ? '!http.method' : `http.method = ${quoteFilterText(method)}`
  const start = first < 0 ? path : `${parts.slice(0, first).join('/')}/`
  return {
    key: method === null ? shown : `${method} ${shown}`,
    narrow: `${sameMethod} AND http.url BEGINSWITH ${quoteFilterText(start)}`,
  }
}

function causeKey(kind: 'fault' | 'error', { s, x }: CauseFacts): Key | null {
  const service = s.at(-1)
  if (service?.n === undefined) return null
  const exception = x.at(-1)?.n
  const last = `rootcause.${kind}.service { last AND name = ${quoteFilterText(service.n)} }`
  if (exception === undefined) return { key: `${service.n} (${kind})`, narrow: last }
  return {
    key: `${service.n}: ${exception} (${kind})`,
    narrow: `${last} AND rootcause.${kind}.exception { name = ${quoteFilterText(exception)} }`,
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

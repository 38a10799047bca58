import type { TraceFacts } from '@/lib/domain/traces/facts/trace-facts'
import { type GroupableTrace, groupKeysOf, nearestRank } from '@/lib/domain/traces/groups/trace-groups'
import { traceStatusOf } from '@/lib/domain/traces/groups/trace-status'

export type ComparableTrace = GroupableTrace & {
  httpStatus: number | null
  entryPoint: string | null
  facts: TraceFacts | null
}

/**
 * shares: of the traces of a side that have ended, by bins of their durations, of which the bounds are given once more than
 * there are bins.
 */
export type GroupComparison = {
  boundsMs: number[]
  left: GroupSide
  right: GroupSide
  /** What differs most first. leftShare, rightShare: of the traces of the group that have this value. */
  attributes: { attribute: string; value: string; leftShare: number; rightShare: number }[]
}
type Attribute = { attribute: string; value: string }
type Counted = Attribute & { count: number }
type GroupSide = { count: number; p50Ms: number | null; p90Ms: number | null; p99Ms: number | null; shares: number[] }

const MOST_ATTRIBUTES = 20
const BINS_PER_DOUBLING = 2
/** What differs by less than that is as likely chance. */
const LEAST_DIFFERENCE = 0.02

/** Two groups of traces side by side: how long they took, and which of what they say differs most. */
export function compareGroups(left: readonly ComparableTrace[], right: readonly ComparableTrace[]): GroupComparison {
  const [leftMs, rightMs] = [durationsOf(left), durationsOf(right)]
  const bins = [...leftMs, ...rightMs].map(binOf)
  const first = bins.reduce((a, b) => Math.min(a, b), bins[0] ?? 0)
  const last = bins.reduce((a, b) => Math.max(a, b), first)
  return {
    boundsMs: Array.from({ length: last - first + 2 }, (_, at) => startOf(first + at)),
    left: describe(left, leftMs, first, last),
    right: describe(right, rightMs, first, last),
    attributes: compareAttributes(left, right),
  }
}

function durationsOf(traces: readonly ComparableTrace[]): number[] {
  return traces.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs])).sort((a, b) => a - b)
}

function binOf(ms: number): number {
  return Math.floor(Math.log2(Math.max(1, ms)) * BINS_PER_DOUBLING)
}

/** What took less than 1 ms is in the first bin. */
function startOf(bin: number): number {
  return bin === 0 ? 0 : 2 ** (bin / BINS_PER_DOUBLING)
}

function describe(
  traces: readonly ComparableTrace[],
  sortedMs: readonly number[],
  first: number,
  last: number,
): GroupSide {
  const shares = Array.from({ length: last - first + 1 }, () => 0)
  for (const ms of sortedMs) shares[binOf(ms) - first] = (shares[binOf(ms) - first] ?? 0) + 1 / sortedMs.length
  return {
    count: traces.length,
    p50Ms: nearestRank(sortedMs, 0.5),
    p90Ms: nearestRank(sortedMs, 0.9),
    p99Ms: nearestRank(sortedMs, 0.99),
    shares,
  }
}

function compareAttributes(left: readonly ComparableTrace[], right: readonly ComparableTrace[]) {
  const [leftCounts, rightCounts] = [countAttributes(left), countAttributes(right)]
  const share = (counts: ReadonlyMap<string, Counted>, key: string, of: number) =>
    of === 0 ? 0 : (counts.get(key)?.count ?? 0) / of
  return [...new Map([...leftCounts, ...rightCounts])]
    .map(([key, { attribute, value }]) => {
      const [leftShare, rightShare] = [share(leftCounts, key, left.length), share(rightCounts, key, right.length)]
      return { attribute, value, leftShare, rightShare }
    })
    .filter((one) => Math.abs(one.leftShare - one.rightShare) >= LEAST_DIFFERENCE)
    .sort((a, b) => Math.abs(b.leftShare - b.rightShare) - Math.abs(a.leftShare - a.rightShare))
    .slice(0, MOST_ATTRIBUTES)
}

/** By attribute and value together. */
function countAttributes(traces: readonly ComparableTrace[]): Map<string, Counted> {
  const counts = new Map<string, Counted>()
  for (const trace of traces) {
    const each = new Map(attributesOf(trace).map((one) => [JSON.stringify([one.attribute, one.value]), one]))
    for (const [key, one] of each) counts.set(key, { ...one, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  return counts
}

function attributesOf(trace: ComparableTrace): Attribute[] {
  const { facts, httpMethod, httpStatus, entryPoint, hasFault, hasError } = trace
  const of = (attribute: string, ...values: (string | number | null)[]) =>
    values.filter((value) => value !== null).map((value) => ({ attribute, value: `${value}` }))
  return [
    ...of('Status', traceStatusOf(trace)),
    ...of('Entry point', entryPoint),
    ...of('HTTP method', httpMethod),
    ...of('HTTP status', httpStatus),
    ...(trace.httpUrl === null ? [] : of('URL', ...groupKeysOf(trace, 'url').map(({ key }) => key))),
    ...(hasFault || hasError ? of('Root cause', ...groupKeysOf(trace, 'root-cause').map(({ key }) => key)) : []),
    ...of('Service', ...(facts?.s ?? []).map(({ n, y }) => `${n[0]} · ${y}`)),
    ...of('Called as', ...(facts?.q ?? []).map(({ n, q }) => `${n}:${q}`)),
    ...of('User', ...(facts?.u ?? [])),
    ...(facts?.k ?? []).flatMap(({ k, s, v, b }) => of(`annotation ${k}`, s ?? String(v ?? b))),
  ]
}

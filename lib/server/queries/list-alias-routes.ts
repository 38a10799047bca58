import type { Window } from '@/lib/domain/covered-window'
import { totalOfFunction } from '@/lib/domain/metric-sets'
import { routeTraffic } from '@/lib/domain/route-traffic'
import type { RoutingResult, TrafficInput } from '@/lib/domain/routing'
import { type Db, selectRows } from '@/lib/server/db'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { totalsOfSets } from '@/lib/server/queries/totals-of-sets'

/** alias: by which alone a version was called; null where it was called by its own name or as the function. */
export type AliasRoute = { isKnown: true; alias: string | null } | { isKnown: false; reason: string }

/** How a version of a function was called, for all versions that log lines show. */
export type AliasRoutes = { routeOf(functionId: number, version: string): AliasRoute }

type CountRow = { functionId: number; version: string; invocations: number }
type AliasRow = TrafficInput['aliases'][number] & { functionId: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** CloudWatch and log lines are both complete by then. */
const SETTLED_MS = 10 * MINUTE
const ALIASES = `select function_id as "functionId", name, version, weights from function_alias where function_id = any($1)`
/** Functions that have or had an alias, or were called through one. */
const WITH_ALIAS = `
  select function_id as id from function_alias where function_id = any($1::int[])
  union
  select function_id from metric_series
   where function_id = any($1::int[]) and metric = 'Invocations' and qualifier ~ '[^0-9]' and qualifier <> '$LATEST'`
/** $2 to $7: the window's start, its first whole hour and day, its last whole day and hour, its end. */
const COUNTS = `
  select function_id as "functionId", version, sum(invocations)::float8 as invocations
    from (select function_id, version, invocations from cost_day
           where function_id = any($1::int[]) and at >= $4 and at < $5
          union all
          select function_id, version, invocations from invocation_hour
           where function_id = any($1::int[]) and at >= $3 and at < $6 and (at < $4 or at >= $5)
          union all
          select function_id, version, invocations from invocation_minute
           where function_id = any($1::int[]) and at >= $2 and at < $7 and (at < $3 or at >= $6)) r
   group by 1, 2`
const NOT_ANSWERED = 'CloudWatch has not answered for every way to call it, so that they cannot be told apart.'
const NOT_SETTLED = 'It ran too lately to be told: log lines and CloudWatch’s counts are still to come.'

/**
 * By which name each version of these functions was called. Log lines never name the alias: it is known where CloudWatch's
 * counts by alias and the counts of log lines by version prove each other over the settled part of the window (an hour
 * back at least), and nothing else reached the version.
 */
export async function listAliasRoutes(
  db: Db,
  functionIds: readonly number[],
  window: Window,
  nowMs: number,
): Promise<AliasRoutes> {
  const proof = settledPart(window, nowMs)
  const withAlias = new Set((await selectRows<{ id: number }>(db.pool, WITH_ALIAS, [functionIds])).map(({ id }) => id))
  const ids = [...withAlias]
  const [aliases, buckets, counts] = await Promise.all([
    selectRows<AliasRow>(db.pool, ALIASES, [ids]),
    getMetricBuckets(db, {
      ...{ ...proof, periodMs: proof.toMs - proof.fromMs, functionIds: ids, qualifiers: null },
      wanted: ['Invocations Sum'],
    }),
    selectRows<CountRow>(db.pool, COUNTS, [ids, ...boundsOf(proof)]),
  ])
  const [aliasesOf, bucketsOf, countsOf] = [byFunction(aliases), byFunction(buckets), byFunction(counts)]
  const routes = new Map(
    ids.map((id) => {
      const fromLogs = (countsOf.get(id) ?? []).map((row) => [row.version, row.invocations] as const)
      return [id, judge(bucketsOf.get(id) ?? [], aliasesOf.get(id) ?? [], new Map(fromLogs), proof)] as const
    }),
  )
  return {
    routeOf(functionId, version) {
      if (!withAlias.has(functionId)) return { isKnown: true, alias: null }
      const routing = routes.get(functionId) ?? null
      return routing === null ? { isKnown: false, reason: NOT_ANSWERED } : routeIn(routing, version)
    },
  }
}

function judge(
  buckets: readonly MetricBuckets[],
  aliases: TrafficInput['aliases'],
  fromLogs: ReadonlyMap<string, number>,
  proof: Window,
): RoutingResult | null {
  const sets = totalsOfSets(buckets, 'Invocations', proof)
  return totalOfFunction(sets) === null ? null : routeTraffic(sets, aliases, fromLogs)
}

function routeIn({ aliases, versions }: RoutingResult, version: string): AliasRoute {
  for (const [alias, { versions: own }] of aliases) {
    if (own?.includes(version)) return { isKnown: true, alias }
  }
  const judged = versions.get(version)
  if (judged === undefined || judged.sets?.length === 0) return { isKnown: false, reason: NOT_SETTLED }
  if (judged.sets?.every(({ kind }) => kind === 'direct')) return { isKnown: true, alias: null }
  const shared = `Version ${version} was called by several names, and log lines do not tell which.`
  return { isKnown: false, reason: judged.reason ?? shared }
}

function settledPart({ fromMs, toMs }: Window, nowMs: number): Window {
  const settledMs = Math.floor((nowMs - SETTLED_MS) / MINUTE) * MINUTE
  const endMs = Math.min(toMs, settledMs)
  return { fromMs: Math.min(Math.ceil(fromMs / MINUTE) * MINUTE, endMs - HOUR), toMs: endMs }
}

function boundsOf({ fromMs, toMs }: Window): Date[] {
  const [firstHour, firstDay] = [HOUR, DAY].map((unit) => Math.min(toMs, Math.ceil(fromMs / unit) * unit))
  const [lastHour, lastDay] = [HOUR, DAY].map((unit) => Math.floor(toMs / unit) * unit)
  const hours = [firstHour ?? toMs, Math.max(firstHour ?? toMs, lastHour ?? toMs)] as const
  const days = [firstDay ?? toMs, Math.max(firstDay ?? toMs, lastDay ?? toMs)] as const
  return [fromMs, hours[0], days[0], days[1], hours[1], toMs].map((ms) => new Date(ms))
}

function byFunction<Row extends { functionId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const grouped = new Map<number, Row[]>()
  for (const row of rows) grouped.set(row.functionId, [...(grouped.get(row.functionId) ?? []), row])
  return grouped
}

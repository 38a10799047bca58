import {
  type ProvisionedCost,
  priceProvisioned,
  type Stretch,
  traceStanding,
} from '@/lib/domain/cost/price-provisioned'
import { type ProvisionedName, type ProvisionedShare, splitProvisioned } from '@/lib/domain/cost/split-provisioned'
import { type Db, selectRows } from '@/lib/server/db'
import { lambdaPrice } from '@/lib/server/lambda-prices'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import { type AliasRoutes, listAliasRoutes } from '@/lib/server/queries/list-alias-routes'
import type { CostFunction, CountedWindow } from '@/lib/server/queries/list-cost-functions'
import type { VersionUsage } from '@/lib/server/queries/list-usage'

/**
 * qualifiers: the aliases and versions that it stands for. shares: by version, of the invocations that ran on provisioned
 * environments. peak: the most that were busy at once.
 */
export type FunctionProvisioned = ProvisionedCost & {
  qualifiers: string[]
  environments: number
  peak: number | null
  shares: ReadonlyMap<string, ProvisionedShare>
  stretches: Stretch[]
}

type ProvisionedUsage = Pick<VersionUsage, 'functionId' | 'version' | 'invocations' | 'billedMs'>

type StandingRow = {
  functionId: number
  qualifier: string
  now: number | null
  /** Of the version that it stands for; null where that is not known. */
  memoryMb: number | null
  changes: { atMs: number; before: number | null; after: number | null }[]
}

const INVOCATIONS = 'Invocations Sum'
const RAN = 'ProvisionedConcurrencyInvocations Sum'
const PEAK = 'ProvisionedConcurrentExecutions Maximum'
const sizeOf = (column: string) => `case jsonb_typeof(${column})
  when 'number' then (${column} #>> '{}')::float8 when 'object' then (${column} ->> 'requested')::float8 end`
const STANDING = `
  with changed as (
    select function_id, subject, json_agg(json_build_object('atMs', round(date_part('epoch', at) * 1000),
             'before', ${sizeOf('before')}, 'after', ${sizeOf('after')}) order by at, id) as changes
      from function_change where kind = 'provisioned' and at > $1 group by 1, 2)
  select s.*, (
      select v.memory_mb from function_version v
       where v.function_id = s."functionId" and v.version = coalesce(
         (select a.version from function_alias a where a.function_id = s."functionId" and a.name = s.qualifier), s.qualifier)
    ) as "memoryMb"
    from (
      select coalesce(p.function_id, c.function_id) as "functionId", coalesce(p.qualifier, c.subject) as qualifier,
             coalesce(p.allocated, p.requested)::float8 as now, coalesce(c.changes, '[]'::json) as changes
        from provisioned_concurrency p full join changed c on c.function_id = p.function_id and c.subject = p.qualifier) s`

/** What provisioned concurrency cost and was used for, by function. usage: of the window, up to where each place is counted. */
export async function listProvisionedCosts(
  db: Db,
  functions: ReadonlyMap<number, CostFunction>,
  usage: readonly ProvisionedUsage[],
  { endOf, ...window }: CountedWindow,
  nowMs: number,
): Promise<Map<number, FunctionProvisioned>> {
  const all = await selectRows<StandingRow>(db.pool, STANDING, [new Date(window.fromMs)])
  const rows = all.filter(({ functionId }) => functions.has(functionId))
  const ids = [...new Set(rows.map(({ functionId }) => functionId))]
  if (ids.length === 0) return new Map()
  const [buckets, routes] = await Promise.all([
    getMetricBuckets(db, {
      ...window,
      periodMs: window.toMs - window.fromMs,
      functionIds: ids,
      wanted: [INVOCATIONS, RAN, PEAK],
      qualifiers: null,
    }),
    listAliasRoutes(db, ids, window, nowMs),
  ])
  const asked = new Set(ids)
  const usedOfAll = usage.filter(({ functionId }) => asked.has(functionId))
  return new Map(
    ids.flatMap((id) => {
      const fn = functions.get(id)
      const own = rows.filter(({ functionId }) => functionId === id)
      if (fn === undefined || fn.memoryMb === null) return []
      const counted = { fromMs: window.fromMs, toMs: endOf(fn.placeId) }
      const standing = own.map((one) => ({ ...one, stretches: traceStanding(one.now, one.changes, counted) }))
      const stretches = standing.flatMap((one) => one.stretches)
      if (stretches.length === 0) return []
      const qualifiers = own.map(({ qualifier }) => qualifier)
      const used = usedOfAll.filter(({ functionId }) => functionId === id)
      const told = buckets.filter(({ functionId }) => functionId === id)
      const names = qualifiers.map((name) => readName(told, name))
      const shares = splitProvisioned(
        names,
        used.map((one) => ({ ...one, calledBy: callerOf(routes, one) })),
      )
      const isKnown = names.some(({ ran }) => ran !== null)
      const busyMs = used.reduce((sum, { version, billedMs }) => sum + (shares.get(version)?.share ?? 0) * billedMs, 0)
      const cost = priceProvisioned(
        { stretches, memoryMb: meanMemory(standing, fn.memoryMb), busyMs: isKnown ? busyMs : null },
        lambdaPrice(fn.region, fn.architecture),
      )
      const environments = own.reduce((sum, { now }) => sum + (now ?? 0), 0)
      return [[id, { ...cost, qualifiers, environments, peak: sumOf(told, PEAK), shares, stretches }] as const]
    }),
  )
}

/** By how long how many stood of each version, which may be of another size than $LATEST. */
function meanMemory(standing: readonly { memoryMb: number | null; stretches: Stretch[] }[], ofLatest: number): number {
  let [sizes, total] = [0, 0]
  for (const { memoryMb, stretches } of standing) {
    const stood = stretches.reduce((sum, { fromMs, toMs, environments }) => sum + environments * (toMs - fromMs), 0)
    sizes += stood * (memoryMb ?? ofLatest)
    total += stood
  }
  return total === 0 ? ofLatest : sizes / total
}

function callerOf(routes: AliasRoutes, { functionId, version }: ProvisionedUsage): string | null | undefined {
  const route = routes.routeOf(functionId, version)
  return route.isKnown ? route.alias : undefined
}

/** What CloudWatch counts under one name. */
function readName(buckets: readonly MetricBuckets[], name: string): ProvisionedName {
  const own = buckets.filter(({ qualifier }) => qualifier === name)
  const executed = own.filter((one) => one.executedVersion !== '' && isOf(one, RAN))
  return {
    name,
    invocations: sumOf(own, INVOCATIONS),
    ran: sumOf(own, RAN),
    executed: new Map(executed.map(({ executedVersion, values }) => [executedVersion, values.get(0) ?? 0])),
  }
}

/** Over the aliases and versions by name: what was executed for them is counted under their names too. */
function sumOf(buckets: readonly MetricBuckets[], name: string): number | null {
  const own = buckets.filter((one) => one.qualifier !== '' && one.executedVersion === '' && isOf(one, name))
  if (own.length === 0) return null
  return own.reduce((sum, { values }) => sum + (values.get(0) ?? 0), 0)
}

function isOf({ metric, statistic, covered }: MetricBuckets, name: string): boolean {
  return `${metric} ${statistic}` === name && covered.length > 0
}

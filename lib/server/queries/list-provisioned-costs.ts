import {
  type ProvisionedCost,
  priceProvisioned,
  type Stretch,
  traceStanding,
} from '@/lib/domain/cost/price-provisioned'
import type { Usage } from '@/lib/domain/cost/price-usage'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { lambdaPrice } from '@/lib/server/lambda-prices'
import { getMetricBuckets, type MetricBuckets } from '@/lib/server/queries/get-metric-buckets'
import type { CostFunction } from '@/lib/server/queries/list-cost-functions'

/**
 * qualifiers: the aliases and versions that it stands for. share: of the function's invocations that ran on provisioned
 * environments. peak: the most that were busy at once.
 */
export type FunctionProvisioned = ProvisionedCost & {
  qualifiers: string[]
  environments: number
  peak: number | null
  share: number
  stretches: Stretch[]
}

type StandingRow = {
  functionId: number
  qualifier: string
  now: number | null
  changes: { atMs: number; before: number | null; after: number | null }[]
}

const INVOCATIONS = 'ProvisionedConcurrencyInvocations Sum'
const PEAK = 'ProvisionedConcurrentExecutions Maximum'
const sizeOf = (column: string) => `case jsonb_typeof(${column})
  when 'number' then (${column} #>> '{}')::float8 when 'object' then (${column} ->> 'requested')::float8 end`
const STANDING = `
  with changed as (
    select function_id, subject, json_agg(json_build_object('atMs', round(date_part('epoch', at) * 1000),
             'before', ${sizeOf('before')}, 'after', ${sizeOf('after')}) order by at, id) as changes
      from function_change where kind = 'provisioned' and at > $1 and at < $2 group by 1, 2)
  select coalesce(p.function_id, c.function_id) as "functionId", coalesce(p.qualifier, c.subject) as qualifier,
         coalesce(p.allocated, p.requested)::float8 as now, coalesce(c.changes, '[]'::json) as changes
    from provisioned_concurrency p full join changed c on c.function_id = p.function_id and c.subject = p.qualifier`

/** What provisioned concurrency cost and was used for, by function; window: up to now at most. */
export async function listProvisionedCosts(
  db: Db,
  functions: ReadonlyMap<number, CostFunction>,
  usageOf: (functionId: number) => Pick<Usage, 'invocations' | 'billedMs'>,
  window: Window,
): Promise<Map<number, FunctionProvisioned>> {
  const all = await selectRows<StandingRow>(db.pool, STANDING, [new Date(window.fromMs), new Date(window.toMs)])
  const rows = all.filter(({ functionId }) => functions.has(functionId))
  const ids = [...new Set(rows.map(({ functionId }) => functionId))]
  if (ids.length === 0) return new Map()
  const buckets = await getMetricBuckets(db, {
    ...window,
    periodMs: window.toMs - window.fromMs,
    functionIds: ids,
    wanted: [INVOCATIONS, PEAK],
    qualifiers: null,
  })
  return new Map(
    ids.flatMap((id) => {
      const fn = functions.get(id)
      const own = rows.filter(({ functionId }) => functionId === id)
      const stretches = own.flatMap(({ now, changes }) => traceStanding(now, changes, window))
      if (fn === undefined || fn.memoryMb === null || stretches.length === 0) return []
      const usage = usageOf(id)
      const ran = sumOf(buckets, id, INVOCATIONS)
      const share = ran === null || usage.invocations === 0 ? 0 : Math.min(1, ran / usage.invocations)
      const busyMs = ran === null ? null : share * usage.billedMs
      const cost = priceProvisioned(
        { stretches, memoryMb: fn.memoryMb, busyMs },
        lambdaPrice(fn.region, fn.architecture),
      )
      const environments = own.reduce((sum, { now }) => sum + (now ?? 0), 0)
      const qualifiers = own.map(({ qualifier }) => qualifier)
      return [[id, { ...cost, qualifiers, environments, peak: sumOf(buckets, id, PEAK), share, stretches }] as const]
    }),
  )
}

/** Over the aliases and versions by name: what was executed for them is counted under their names too. */
function sumOf(buckets: readonly MetricBuckets[], functionId: number, name: string): number | null {
  const own = buckets.filter((one) => {
    const isOfName = one.functionId === functionId && `${one.metric} ${one.statistic}` === name
    return isOfName && one.qualifier !== '' && one.executedVersion === '' && one.covered.length > 0
  })
  if (own.length === 0) return null
  return own.reduce((sum, { values }) => sum + (values.get(0) ?? 0), 0)
}

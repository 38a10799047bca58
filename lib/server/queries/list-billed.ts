import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { type UsageUnit, usageBounds, usageRows, usageUnit } from '@/lib/server/queries/list-usage'

/** What the functions of one account-region, architecture and tag value were billed in one day or hour. */
export type BilledRow = {
  placeId: number
  architecture: string | null
  tag: string | null
  /** Whether it is of the functions that are priced one by one. */
  isSpecial: boolean
  atMs: number
  invocations: number
  gbMs: number
}

/** What one version was billed in one day or hour. */
export type BilledVersion = {
  functionId: number
  version: string
  atMs: number
  invocations: number
  coldStarts: number
  billedMs: number
  gbMs: number
  initGbMs: number
  memoryMb: number | null
}

const at = (unit: UsageUnit) => (unit === 'minute' ? `date_trunc('hour', r.at, 'UTC')` : 'r.at')
/* Rows are added up by a number for what they have in common: texts would be compared for each of tens of thousands. */
const billed = (unit: UsageUnit) => `
  with f as materialized (
    select id, account_region_id, architecture, case when $6::text is not null then tags ->> $6 end as tag,
           id = any(array(select unnest($5::int[]))) as special
      from lambda_function where account_region_id = any(array(select unnest($7::int[])))
  ), c as materialized (
    select *, dense_rank() over (order by account_region_id, architecture, tag, special)::int as kind from f
  )
  select k.account_region_id as "placeId", k.architecture, k.tag, k.special as "isSpecial",
         round(date_part('epoch', b.at) * 1000) as "atMs", b.invocations::float8, b.gb_ms as "gbMs"
    from (select c.kind, ${at(unit)} as at, sum(r.invocations) as invocations, sum(r.gb_ms) as gb_ms
            from ${usageRows(unit)} r join c on c.id = r.function_id group by 1, 2) b
    join (select distinct on (kind) * from c) k on k.kind = b.kind`
const versions = (unit: UsageUnit) => `
  select r.function_id as "functionId", r.version, round(date_part('epoch', ${at(unit)}) * 1000) as "atMs",
         sum(r.invocations)::float8 as invocations, sum(r.cold_starts)::float8 as "coldStarts",
         sum(r.billed_ms)::float8 as "billedMs", sum(r.gb_ms) as "gbMs",
         sum(r.init_gb_ms) as "initGbMs", max(r.memory_mb) as "memoryMb"
    from ${usageRows(unit)} r where r.function_id = any($5::int[]) group by 1, 2, 3`

/** What was billed in the window by day (or hour, where it is not of whole days), of all functions of some places. */
export function listBilled(
  db: Db,
  window: Window,
  of: { placeIds: readonly number[]; specialIds: readonly number[]; tagKey: string | null },
): Promise<BilledRow[]> {
  const values = [...usageBounds(window), of.specialIds, of.tagKey, of.placeIds]
  return selectRows<BilledRow>(db.pool, billed(usageUnit(window)), values)
}

/** The same of single functions, by version. */
export async function listBilledVersions(
  db: Db,
  window: Window,
  functionIds: readonly number[],
): Promise<BilledVersion[]> {
  if (functionIds.length === 0) return []
  return selectRows<BilledVersion>(db.pool, versions(usageUnit(window)), [...usageBounds(window), functionIds])
}

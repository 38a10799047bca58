import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { isOfDays, usageBounds, usageRows } from '@/lib/server/queries/list-usage'

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
  memoryMb: number | null
}

const at = (isDays: boolean) => (isDays ? 'r.at' : `date_trunc('hour', r.at, 'UTC')`)
const billed = (isDays: boolean) => `
  select f.account_region_id as "placeId", f.architecture, case when $6::text is not null then f.tags ->> $6 end as tag,
         f.id = any(array(select unnest($5::int[]))) as "isSpecial", round(date_part('epoch', ${at(isDays)}) * 1000) as "atMs",
         sum(r.invocations)::float8 as invocations, sum(r.gb_ms) as "gbMs"
    from ${usageRows(isDays)} r join lambda_function f on f.id = r.function_id
   where f.account_region_id = any(array(select unnest($7::int[])))
   group by 1, 2, 3, 4, 5`
const versions = (isDays: boolean) => `
  select r.function_id as "functionId", r.version, round(date_part('epoch', ${at(isDays)}) * 1000) as "atMs",
         sum(r.invocations)::float8 as invocations, sum(r.cold_starts)::float8 as "coldStarts",
         sum(r.billed_ms)::float8 as "billedMs", sum(r.gb_ms) as "gbMs", max(r.memory_mb) as "memoryMb"
    from ${usageRows(isDays)} r where r.function_id = any($5::int[]) group by 1, 2, 3`

/** What was billed in the window by day (or hour, where it is not of whole days), of all functions of some places. */
export function listBilled(
  db: Db,
  window: Window,
  of: { placeIds: readonly number[]; specialIds: readonly number[]; tagKey: string | null },
): Promise<BilledRow[]> {
  const values = [...usageBounds(window), of.specialIds, of.tagKey, of.placeIds]
  return selectRows<BilledRow>(db.pool, billed(isOfDays(window)), values)
}

/** The same of single functions, by version. */
export async function listBilledVersions(
  db: Db,
  window: Window,
  functionIds: readonly number[],
): Promise<BilledVersion[]> {
  if (functionIds.length === 0) return []
  return selectRows<BilledVersion>(db.pool, versions(isOfDays(window)), [...usageBounds(window), functionIds])
}

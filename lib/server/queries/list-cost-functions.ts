import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { listPlaceIds, type Scope } from '@/lib/server/queries/list-place-ids'

/**
 * What of a function its cost depends on. isInScope: whether it is asked for. hasSnapStart: whether what is published now has
 * it; notAsNow: the versions that were published when that was otherwise. tag: the value of the tag that is asked for.
 */
export type CostFunction = {
  id: number
  isInScope: boolean
  placeId: number
  functionName: string
  accountId: string
  region: string
  architecture: string | null
  runtime: string | null
  isImage: boolean
  memoryMb: number | null
  ephemeralStorageMb: number | null
  hasSnapStart: boolean
  notAsNow: string[]
  hasProvisioned: boolean
  tag: string | null
}

/** toMs: where lines end, of the place whose newest are the oldest; endOf: of each place, up to where it is counted. */
export type CountedWindow = Window & { endOf(placeId: number): number }

/**
 * groups: those of which lines are read in the window; firstMs: since when of any; meanFirstMs: the mean of that over them;
 * partly: groups that are not read for all of it.
 */
export type CostCoverage = Pick<CountedWindow, 'toMs' | 'endOf'> & {
  firstMs: number | null
  meanFirstMs: number | null
  groups: number
  partly: number
}

/* Versions with SnapStart have an index of their own: settings of tens of thousands are not looked into. */
const IN_SCOPE = '($1::int[] is null or ar.id = any($1))'
const FUNCTIONS = `
  with otherwise as (
    select function_id, array_agg(version) as versions from (
      select v.function_id, v.version from function_version v join lambda_function f on f.id = v.function_id
       where v.settings ->> 'snapStart' = 'PublishedVersions' and f.snap_start is distinct from 'PublishedVersions'
      union all
      select v.function_id, v.version from lambda_function f join function_version v on v.function_id = f.id
       where f.snap_start = 'PublishedVersions' and v.settings ->> 'snapStart' <> 'PublishedVersions') v
     group by 1)
  select f.id, ${IN_SCOPE} and (f.gone_at is null or f.gone_at > $3) as "isInScope",
         f.account_region_id as "placeId", f.name as "functionName", ar.account_id as "accountId", ar.region,
         f.architecture, f.runtime, coalesce(f.package_type = 'Image', false) as "isImage", f.memory_mb as "memoryMb",
         f.ephemeral_storage_mb as "ephemeralStorageMb", coalesce(f.snap_start = 'PublishedVersions', false) as "hasSnapStart",
         coalesce(o.versions, '{}') as "notAsNow",
         f.id in (select p.function_id from provisioned_concurrency p
                  union select c.function_id from function_change c where c.kind = 'provisioned' and c.at > $4) as "hasProvisioned",
         case when $2::text is not null then f.tags ->> $2 end as tag
    from lambda_function f join account_region ar on ar.id = f.account_region_id left join otherwise o on o.function_id = f.id
   where ar.account_id in (select ar.account_id from account_region ar where ${IN_SCOPE})
     and (f.gone_at is null or f.gone_at > $4)`
const TAG_KEYS = `
  select distinct k as key from lambda_function f cross join lateral jsonb_object_keys(f.tags) k
   where f.gone_at is null and jsonb_typeof(f.tags) = 'object' order by 1 limit 50`
const COVERAGE = `
  select s.account_region_id as "placeId", round(date_part('epoch', min(lower(c.part))) * 1000) as "firstMs",
         avg(date_part('epoch', lower(c.part)) * 1000) as "meanFirstMs", count(lower(c.part))::int as groups,
         round(date_part('epoch', max(upper(s.covered * tstzmultirange(tstzrange($2, $4))))) * 1000) as "toMs",
         (count(*) filter (where not s.covered @> tstzrange($2, $3)))::int as partly
    from sync_state s
    cross join lateral (select s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz)) as part offset 0) c
   where s.step = 'logs' and s.account_region_id = any($1::int[])
   group by s.account_region_id`
type CoverageRow = {
  placeId: number
  firstMs: number | null
  meanFirstMs: number | null
  groups: number
  toMs: number | null
  partly: number
}

/** Lines arrive late; what is a little behind is not unread. */
const TOLERANCE_MS = 30 * 60_000

/**
 * The functions of the accounts that are in scope, also in regions that are not, that were there since sinceMs, which is
 * not after the window's start.
 */
export async function listCostFunctions(
  db: Db,
  scope: Scope,
  tagKey: string | null,
  { fromMs, sinceMs }: { fromMs: number; sinceMs: number },
): Promise<CostFunction[]> {
  const values = [await listPlaceIds(db, scope), tagKey, new Date(fromMs), new Date(sinceMs)]
  return selectRows<CostFunction>(db.pool, FUNCTIONS, values)
}

/** Keys of the tags of all functions, 50 at most. */
export async function listTagKeys(db: Db): Promise<string[]> {
  return (await selectRows<{ key: string }>(db.pool, TAG_KEYS, [])).map(({ key }) => key)
}

/** How far the log lines of these account-regions are read over the window up to now; one that is far behind ends nothing. */
export async function getCostCoverage(
  db: Db,
  placeIds: readonly number[],
  { fromMs, toMs }: Window,
  nowMs: number,
): Promise<CostCoverage> {
  const endMs = Math.max(fromMs + 1, Math.min(toMs, nowMs - TOLERANCE_MS))
  const countedToMs = Math.max(endMs, Math.min(toMs, nowMs))
  const values = [placeIds, new Date(fromMs), new Date(endMs), new Date(countedToMs)]
  const rows = await selectRows<CoverageRow>(db.pool, COVERAGE, values)
  const ends = new Map(rows.flatMap(({ placeId, toMs: ms }) => (ms === null ? [] : [[placeId, Math.max(endMs, ms)]])))
  const firsts = rows.flatMap(({ firstMs }) => firstMs ?? [])
  const groups = rows.reduce((sum, row) => sum + row.groups, 0)
  return {
    firstMs: firsts.length === 0 ? null : Math.min(...firsts),
    meanFirstMs:
      groups === 0 ? null : rows.reduce((sum, row) => sum + (row.meanFirstMs ?? 0) * (row.groups / groups), 0),
    groups,
    toMs: Math.min(countedToMs, ...ends.values()),
    endOf: (placeId) => ends.get(placeId) ?? countedToMs,
    partly: rows.reduce((sum, { partly }) => sum + partly, 0),
  }
}

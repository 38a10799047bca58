import type { Window } from '@/lib/domain/covered-window'
import type { CountedGroup } from '@/lib/domain/invocations/count-facets'
import { MEMORY_BANDS } from '@/lib/domain/invocations/memory-bands'
import { type Db, selectRows } from '@/lib/server/db'
import { ERROR_TYPE, MEMORY_SHARE } from '@/lib/server/queries/invocation-filter'

const HOUR = 3_600_000
/** Of a window, the newest so many invocations are looked at for what no rollup tells. */
const LOOK_AT_MOST = 3_000

const BUCKET = (at: string, period: string) =>
  `(floor(date_part('epoch', ${at}) * 1000 / ${period}::float8) * ${period}::float8)::float8`
const COUNTS = 'at, version, result, invocations, cold_starts'
const ROLLUPS = `
  select ${BUCKET('at', '$6')} as "atMs", version, result, sum(invocations)::float8 as invocations,
         sum(cold_starts)::float8 as "coldStarts"
    from (select ${COUNTS} from invocation_hour where function_id = $1 and at >= $3 and at < $4
          union all
          select ${COUNTS} from invocation_minute
           where function_id = $1 and (at >= $2 and at < $3 or at >= $4 and at < $5) and at >= $2 and at < $5) r
   group by 1, 2, 3`
const OPEN = `
  select ${BUCKET('started_at', '$4')} as "atMs", version, result, count(*)::float8 as invocations,
         count(*) filter (where cold_start)::float8 as "coldStarts"
    from invocation where function_id = $1 and not closed and started_at >= $2 and started_at < $3 group by 1, 2, 3`
const BAND = Object.entries(MEMORY_BANDS)
  .map(([name, { from }]) => `when ${MEMORY_SHARE} >= ${from} then '${name}'`)
  .reverse()
  .join(' ')
const newest = (of: string) => `
  with i as materialized (
    select started_at, version, result, cold_start, error_type, memory_mb, max_memory_used_mb, trace_id, tenant_id, duration_ms
      from invocation where function_id = $1 and started_at >= $2 and started_at < $3 ${of}
     order by started_at desc, key desc limit ${LOOK_AT_MOST})
  select ${BUCKET('i.started_at', '$4')} as "atMs", i.version, i.result, ${ERROR_TYPE} as "errorType",
         case when i.cold_start then 'cold' else 'warm' end as start, case ${BAND} end as memory, i.memory_mb::text as "memorySizeMb",
         case when i.trace_id is null then 'no' else 'yes' end as traced, i.tenant_id as "tenantId", count(*)::float8 as invocations,
         coalesce(($5::float8 is null or i.duration_ms > $5) and ($6::float8 is null or i.duration_ms <= $6), false) as "isInBand",
         (extract(epoch from min(i.started_at)) * 1000)::float8 as "firstMs"
    from i group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 11`

type RollupRow = { atMs: number; version: string; result: string; invocations: number; coldStarts: number }
type NewestRow = CountedGroup & { isInBand: boolean; firstMs: number }
type Among = { minDurationMs?: number | null; maxDurationMs?: number | null; failures: boolean }
type Grid = Window & { periodMs: number }

/** looked: how many invocations were looked at, the first of them at fromMs; isCut: there are more before. */
export type NewestGroups = { groups: CountedGroup[]; looked: number; fromMs: number; isCut: boolean }

/** All invocations of whole minutes by period, version, result and start, those without an end included. */
export async function listCountedGroups(
  db: Db,
  functionId: number,
  { fromMs, toMs, periodMs }: Grid,
): Promise<CountedGroup[]> {
  const firstHour = periodMs % HOUR === 0 ? Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR) : toMs
  const lastHour = Math.max(firstHour, Math.floor(toMs / HOUR) * HOUR)
  const bounds = [fromMs, firstHour, lastHour, toMs].map((ms) => new Date(ms))
  const parts = await Promise.all([
    selectRows<RollupRow>(db.pool, ROLLUPS, [functionId, ...bounds, periodMs]),
    selectRows<RollupRow>(db.pool, OPEN, [functionId, new Date(fromMs), new Date(toMs), periodMs]),
  ])
  const untold = { errorType: null, memory: null, memorySizeMb: null, traced: null, tenantId: null }
  return parts.flat().flatMap(({ invocations, coldStarts, ...of }): CountedGroup[] => [
    { ...of, ...untold, start: 'cold', invocations: coldStarts },
    { ...of, ...untold, start: 'warm', invocations: invocations - coldStarts },
  ])
}

/** The newest LOOK_AT_MOST invocations of a window, or those of them that are no success, by all that is told of each. */
export async function listNewestGroups(
  db: Db,
  functionId: number,
  { fromMs, toMs, periodMs }: Grid,
  { minDurationMs = null, maxDurationMs = null, failures }: Among,
): Promise<NewestGroups> {
  const rows = await selectRows<NewestRow>(db.pool, newest(failures ? `and result <> 'success'` : ''), [
    ...[functionId, new Date(fromMs), new Date(toMs), periodMs, minDurationMs, maxDurationMs],
  ])
  const looked = rows.reduce((sum, { invocations }) => sum + invocations, 0)
  return {
    groups: rows.filter(({ isInBand }) => isInBand).map(({ isInBand: _, firstMs: __, ...group }) => group),
    looked,
    fromMs: Math.min(toMs, ...rows.map(({ firstMs }) => firstMs)),
    isCut: looked >= LOOK_AT_MOST,
  }
}

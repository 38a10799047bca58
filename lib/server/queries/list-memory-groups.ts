import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

/** Closed invocations of one Memory Size that began cold or warm. Times in ms; billedInitMs: what was billed beyond Duration. */
export type MemoryGroupRow = {
  memoryMb: number | null
  cold: boolean
  invocations: number
  p50Ms: number | null
  p95Ms: number | null
  p99Ms: number | null
  maxMs: number | null
  billedMs: number
  initMs: number
  billedInitMs: number
  initP50Ms: number | null
  initP95Ms: number | null
  maxMemoryUsedMb: number | null
  firstAtMs: number
  lastAtMs: number
}

/** Rollups do not tell cold from warm: what is read instead is bounded by this, whatever the traffic. */
export const SAMPLE_SIZE = 10_000

const SQL = `
  with sample as (
    select started_at, duration_ms, billed_ms, coalesce(init_ms, restore_ms) as init_ms, memory_mb, max_memory_used_mb, cold_start
      from invocation
     where function_id = $1 and started_at >= $2 and started_at < $3 and closed
       and ($4::text[] is null or version = any($4::text[]))
     order by started_at desc limit ${SAMPLE_SIZE}
  ), grouped as (
    select memory_mb, cold_start, count(*)::int as invocations,
           percentile_disc(array[0.5, 0.95, 0.99]) within group (order by duration_ms) as percentiles,
           percentile_disc(array[0.5, 0.95]) within group (order by init_ms) as inits,
           max(duration_ms) as max_ms, sum(coalesce(billed_ms, 0))::float8 as billed_ms,
           coalesce(sum(init_ms), 0)::float8 as init_total_ms,
           coalesce(sum(greatest(0, billed_ms - ceil(duration_ms))) filter (where init_ms is not null), 0)::float8 as billed_init_ms,
           max(max_memory_used_mb) as max_memory_used_mb, (extract(epoch from min(started_at)) * 1000)::float8 as first_at_ms,
           (extract(epoch from max(started_at)) * 1000)::float8 as last_at_ms
      from sample group by memory_mb, cold_start
  )
  select memory_mb as "memoryMb", cold_start as cold, invocations, percentiles[1] as "p50Ms", percentiles[2] as "p95Ms",
         percentiles[3] as "p99Ms", max_ms as "maxMs", billed_ms as "billedMs", init_total_ms as "initMs",
         billed_init_ms as "billedInitMs", inits[1] as "initP50Ms", inits[2] as "initP95Ms",
         max_memory_used_mb as "maxMemoryUsedMb", first_at_ms as "firstAtMs", last_at_ms as "lastAtMs"
    from grouped order by memory_mb, cold_start`

/**
 * The newest closed invocations of a function in a window (SAMPLE_SIZE at most), by Memory Size and by whether they began
 * cold; their percentiles are those of the nearest rank. versions: those whose invocations count.
 */
export async function listMemoryGroups(
  db: Db,
  functionId: number,
  { fromMs, toMs }: Window,
  versions: readonly string[] | 'all',
): Promise<MemoryGroupRow[]> {
  return selectRows<MemoryGroupRow>(db.pool, SQL, [
    ...[functionId, new Date(fromMs), new Date(toMs), versions === 'all' ? null : versions],
  ])
}

import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

/** Closed invocations in one bucket, by the Memory Size of the stretch that was rolled up. Times in ms, added up. */
export type LoadRow = {
  bucket: number
  memoryMb: number | null
  invocations: number
  outOfMemory: number
  coldStarts: number
  durationSumMs: number
  /** Init and Restore Durations. */
  initSumMs: number
  /** Of these, of published versions. */
  publishedInitSumMs: number
  billedMs: number
  gbMs: number
  maxMemoryUsedMb: number | null
}

/** A window in periods of which the first begins at originMs, not after it. */
export type LoadGrid = Window & { periodMs: number; originMs: number }

const HOUR = 3_600_000
const COLUMNS = `at, version, result, memory_mb, invocations, cold_starts, duration_sum_ms, init_sum_ms, billed_ms, gb_ms,
  max_memory_used_mb`
const OF = `function_id = $1 and ($8::text[] is null or version = any($8::text[]))`
const SQL = `
  select floor((date_part('epoch', at) * 1000 - $6::float8) / $7::float8)::int as bucket, memory_mb as "memoryMb",
         sum(invocations)::float8 as invocations,
         coalesce(sum(invocations) filter (where result = 'out-of-memory'), 0)::float8 as "outOfMemory",
         sum(cold_starts)::float8 as "coldStarts", sum(duration_sum_ms) as "durationSumMs",
         sum(init_sum_ms) as "initSumMs",
         coalesce(sum(init_sum_ms) filter (where version <> '$LATEST'), 0)::float8 as "publishedInitSumMs", sum(billed_ms)::float8 as "billedMs", sum(gb_ms) as "gbMs",
         max(max_memory_used_mb) as "maxMemoryUsedMb"
    from (select ${COLUMNS} from invocation_hour where ${OF} and at >= $3 and at < $4
          union all
          select ${COLUMNS} from invocation_minute
           where ${OF} and (at >= $2 and at < $3 or at >= $4 and at < $5) and at >= $2 and at < $5) r
   group by 1, 2 order by 1, 2`

/** What the versions of a function did in equal buckets from originMs on, oldest first; whole hours are read as one row each. */
export async function listLoad(
  db: Db,
  functionId: number,
  { fromMs, toMs, periodMs, originMs }: LoadGrid,
  versions: readonly string[] | 'all',
): Promise<LoadRow[]> {
  const isOfHours = periodMs % HOUR === 0 && originMs % HOUR === 0
  const firstHourMs = isOfHours ? Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR) : toMs
  const lastHourMs = Math.max(firstHourMs, Math.floor(toMs / HOUR) * HOUR)
  const bounds = [fromMs, firstHourMs, lastHourMs, toMs].map((ms) => new Date(ms))
  return selectRows<LoadRow>(db.pool, SQL, [
    ...[functionId, ...bounds, originMs, periodMs, versions === 'all' ? null : versions],
  ])
}

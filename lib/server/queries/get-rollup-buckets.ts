import { addTotals, FAILED_RESULTS, type RollupTotals } from '@/lib/domain/add-rollups'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import { packSketches, unpackSketches } from '@/lib/server/queries/packed-sketches'

/** Closed invocations of one version in one bucket. */
export type RollupBucket = { bucket: number; version: string; totals: RollupTotals }

type Row = Omit<RollupBucket, 'totals'> & Omit<RollupTotals, 'durations'> & { sketches: string }

const HOUR = 3_600_000
const COLUMNS = `at, version, result, invocations, cold_starts, billed_ms, gb_ms, duration_max_ms, init_max_ms,
  max_memory_used_mb, duration_sketch`
const countOf = (results: string) => `coalesce(sum(invocations) filter (where ${results}), 0)::float8`
const SQL = `
  select floor((date_part('epoch', at) * 1000 - $6::float8) / $7::float8)::int as bucket, version,
         sum(invocations)::float8 as invocations, ${countOf('result = any($8::text[])')} as errors,
         ${countOf("result = 'timeout'")} as timeouts, ${countOf("result = 'out-of-memory'")} as "outOfMemory",
         ${countOf("result = 'init-error'")} as "initErrors", sum(cold_starts)::float8 as "coldStarts",
         sum(billed_ms)::float8 as "billedMs", sum(gb_ms) as "gbMs", max(duration_max_ms) as "durationMaxMs",
         max(init_max_ms) as "initMaxMs", max(max_memory_used_mb) as "maxMemoryUsedMb",
         ${packSketches('duration_sketch')} as sketches
    from (select ${COLUMNS} from invocation_hour where function_id = $1 and at >= $3 and at < $4
          union all
          select ${COLUMNS} from invocation_minute
           where function_id = $1 and (at >= $2 and at < $3 or at >= $4 and at < $5) and at >= $2 and at < $5) r
   group by 1, 2`

/**
 * What log lines say of one function in equal buckets of whole minutes from originMs (else fromMs) on, by version and in no order; what has
 * no closed invocation is absent. Whole hours are read as one row each where buckets are made of them.
 */
export async function getRollupBuckets(
  db: Db,
  functionId: number,
  { fromMs, toMs, periodMs, originMs = fromMs }: Window & { periodMs: number; originMs?: number },
): Promise<RollupBucket[]> {
  const isOfHours = periodMs >= toMs - originMs || (periodMs % HOUR === 0 && originMs % HOUR === 0)
  const firstHourMs = isOfHours ? Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR) : toMs
  const lastHourMs = Math.max(firstHourMs, Math.floor(toMs / HOUR) * HOUR)
  const bounds = [fromMs, firstHourMs, lastHourMs, toMs].map((ms) => new Date(ms))
  const parameters = [functionId, ...bounds, originMs, periodMs, [...FAILED_RESULTS]]
  const rows = await selectRows<Row>(db.pool, SQL, parameters)
  return rows.map(({ bucket, version, sketches, ...sums }) => {
    return { bucket, version, totals: { ...sums, durations: unpackSketches(sketches) } }
  })
}

/** Adds up the versions that are asked for, by bucket. */
export function addVersions(
  rows: readonly RollupBucket[],
  versions: readonly string[] | 'all',
): Map<number, RollupTotals> {
  const buckets = new Map<number, RollupTotals>()
  for (const { bucket, version, totals } of rows) {
    if (versions !== 'all' && !versions.includes(version)) continue
    const before = buckets.get(bucket)
    if (before === undefined) buckets.set(bucket, totals)
    else addTotals(before, totals)
  }
  return buckets
}

import type pg from 'pg'

const DAY_MS = 86_400_000
const PARENTS = ['log_event', 'invocation', 'invocation_minute', 'metric_point', 'segment'] as const
export type PartitionedTable = (typeof PARENTS)[number]
export const PARTITIONED_TABLES: readonly PartitionedTable[] = PARENTS

/** Days that are known to exist, by pool: one process asks once. Bounded by the days of the longest retention. */
const known = new WeakMap<pg.Pool, Set<string>>()

/**
 * Makes the daily partitions (UTC) that hold fromMs to toMs, both inclusive. Not to be called inside of a transaction
 * that has touched the table: it locks the parent for a moment, on a connection of its own.
 */
export async function ensurePartitions(
  pool: pg.Pool,
  tables: readonly PartitionedTable[],
  range: { fromMs: number; toMs: number },
): Promise<void> {
  const days = known.get(pool) ?? new Set<string>()
  known.set(pool, days)
  for (let dayMs = Math.floor(range.fromMs / DAY_MS) * DAY_MS; dayMs <= range.toMs; dayMs += DAY_MS) {
    const day = new Date(dayMs).toISOString().slice(0, 10)
    for (const table of tables) {
      if (days.has(`${table}/${day}`)) continue
      await pool.query('SELECT ensure_day_partition($1, $2::date)', [table, day])
      days.add(`${table}/${day}`)
    }
  }
}

/** Forgets what ensurePartitions knew, after partitions were dropped. */
export function forgetPartitions(pool: pg.Pool): void {
  known.delete(pool)
}

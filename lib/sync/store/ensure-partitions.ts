import pg from 'pg'

const DAY_MS = 86_400_000
const PARENTS = [
  'log_event',
  'log_block',
  'invocation',
  'invocation_minute',
  'invocation_hour',
  'metric_hour',
  'metric_day',
  'trace',
  'trace_documents',
  'trace_function',
  'trace_graph',
  'sync_run',
] as const
export type PartitionedTable = (typeof PARENTS)[number]
export const PARTITIONED_TABLES: readonly PartitionedTable[] = PARENTS
/** Where everything about a trace is kept, under the day on which it began. */
export const TRACE_TABLES: readonly PartitionedTable[] = ['trace', 'trace_documents', 'trace_function', 'trace_graph']

const DUPLICATE_TABLE = '42P07'

/** Days that exist or are being made, by pool: one process asks once. Bounded by the days of the longest retention. */
const known = new WeakMap<pg.Pool, Map<string, Promise<void>>>()

/**
 * Makes the daily partitions (UTC) that hold fromMs to toMs, both inclusive. Not to be called inside of a transaction
 * that has touched the table: it locks the parent for a moment, on a connection of its own.
 */
export async function ensurePartitions(
  pool: pg.Pool,
  tables: readonly PartitionedTable[],
  range: { fromMs: number; toMs: number },
): Promise<void> {
  const days = known.get(pool) ?? new Map<string, Promise<void>>()
  known.set(pool, days)
  const made: Promise<void>[] = []
  for (let dayMs = Math.floor(range.fromMs / DAY_MS) * DAY_MS; dayMs <= range.toMs; dayMs += DAY_MS) {
    const day = new Date(dayMs).toISOString().slice(0, 10)
    for (const table of tables) {
      const key = `${table}/${day}`
      const making = days.get(key) ?? makePartition(pool, table, day)
      days.set(key, making)
      made.push(making.catch((error: unknown) => forgetAndThrow(days, key, error)))
    }
  }
  await Promise.all(made)
}

async function makePartition(pool: pg.Pool, table: PartitionedTable, day: string): Promise<void> {
  try {
    await pool.query('SELECT ensure_day_partition($1, $2::date)', [table, day])
  } catch (error) {
    // Another process was a moment earlier.
    if (!(error instanceof pg.DatabaseError) || error.code !== DUPLICATE_TABLE) throw error
  }
}

function forgetAndThrow(days: Map<string, Promise<void>>, key: string, error: unknown): never {
  days.delete(key)
  throw error
}

/** Forgets what ensurePartitions knew, after partitions were dropped. */
export function forgetPartitions(pool: pg.Pool): void {
  known.delete(pool)
}

import { type Db, selectRows } from '@/lib/server/db'
import { listTableParts, type TablePart } from '@/lib/server/queries/list-table-parts'

/** What tables take on disk, and the database as a whole. */
export type DiskUse = { parts: TablePart[]; totalBytes: number }

const TOTAL = 'select pg_database_size(current_database())::float8 as bytes'
const KEPT_MS = 60_000

/** Looks at every file of the database. */
export async function measureDisk(db: Db, tables: readonly string[]): Promise<DiskUse> {
  const [parts, total] = await Promise.all([
    listTableParts(db, tables),
    selectRows<{ bytes: number }>(db.pool, TOTAL, []),
  ])
  return { parts, totalBytes: total[0]?.bytes ?? 0 }
}

type Measured = { atMs: number; tables: readonly string[]; use: Promise<DiskUse> }

/* By database. Of hundreds of partitions it takes longer than all else that a page asks, and says what changes slowly. */
const lately = new WeakMap<Db['pool'], Measured>()

/** The same, measured again after a minute at most. One that failed is not kept. */
export function measureDiskLately(db: Db, tables: readonly string[], nowMs: number): Promise<DiskUse> {
  const before = lately.get(db.pool)
  const isKept =
    before !== undefined && Math.abs(nowMs - before.atMs) < KEPT_MS && before.tables.join() === tables.join()
  if (isKept) return before.use
  const use = measureDisk(db, tables)
  lately.set(db.pool, { atMs: nowMs, tables, use })
  use.catch(() => lately.delete(db.pool))
  return use
}

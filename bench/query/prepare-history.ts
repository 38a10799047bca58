import { once } from 'node:events'
import { fillFleet } from '@/bench/query/fill-fleet'
import { writeHistory } from '@/bench/query/history'
import { DAY, type History, type StoredHistory, seededRandom } from '@/bench/query/history-shape'
import { writeInventory } from '@/bench/query/inventory'
import { openDb } from '@/lib/server/db'
import { ensurePartitions, PARTITIONED_TABLES } from '@/lib/sync/store/ensure-partitions'

export type HistoryToPrepare = { databaseUrl: string; calls: number; functions: number; days: number; toMs: number }

const [asked] = (await once(process, 'message')) as [HistoryToPrepare]
const { fromMs, toMs, functions } = await prepare(asked)
process.send?.({ fromMs, toMs, functions } satisfies StoredHistory)
process.disconnect()

async function prepare({ databaseUrl, calls, functions, days, toMs }: HistoryToPrepare): Promise<History> {
  const startedAt = performance.now()
  const db = openDb(databaseUrl, 10)
  try {
    await ensurePartitions(db.pool, PARTITIONED_TABLES, { fromMs: toMs - (days + 1) * DAY, toMs: toMs + DAY })
    const history = await writeInventory(db, { functions, calls, days, toMs, random: seededRandom(1) })
    await writeHistory(databaseUrl, history)
    await fillFleet(db, history)
    // What was written is on the disk and looked through before anything is timed: seven days of it come within minutes here.
    await db.pool.query('VACUUM (ANALYZE)')
    await db.pool.query('CHECKPOINT')
    console.error(`prepared in ${Math.round((performance.now() - startedAt) / 1000)} s`)
    return history
  } finally {
    await db.close()
  }
}

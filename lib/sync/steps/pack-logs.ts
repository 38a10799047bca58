import { selectRows } from '@/lib/server/db'
import { ensurePartitions } from '@/lib/sync/store/ensure-partitions'
import { isGoingBack } from '@/lib/sync/store/going-back-sql'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { indexBlocks } from '@/lib/sync/store/index-blocks'
import { isLockTimeout } from '@/lib/sync/store/is-lock-timeout'
import { packHour } from '@/lib/sync/store/pack-hour'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const EVERY_MS = 10 * 60_000
/** About as much work as that. */
const BLOCKS_PER_RUN = 200
/** Lines may arrive six hours late; after one hour more a day is taken as closed. Later ones make blocks of their own. */
const CLOSED_AFTER_MS = 7 * HOUR_MS
/** About two seconds of work: then the other steps have their turn. */
const LINES_PER_RUN = 100_000
const RETRY_MS = 60_000
const CLOSED_DAYS = `
  SELECT right(c.relname, 8) AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'log_event'::regclass AND right(c.relname, 8) < $1 AND pg_relation_size(c.oid) > 0 ORDER BY 1`
/* A day that is still being read would leave many small blocks. Its streams are found in its own rows, one look each. */
function selectReady(partition: string): string {
  return `
    WITH RECURSIVE streams AS (
      SELECT (SELECT min(stream_id) FROM "${partition}") AS id
      UNION ALL
      SELECT (SELECT min(e.stream_id) FROM "${partition}" e WHERE e.stream_id > streams.id) FROM streams WHERE id IS NOT NULL
    )
    SELECT g.id AS "logGroupId", array_agg(s.id) AS "streamIds"
    FROM streams JOIN log_stream s USING (id) JOIN log_group g ON g.id = s.log_group_id
    WHERE s.account_region_id = $1
      AND NOT EXISTS (
        SELECT 1 FROM sync_state t WHERE t.account_region_id = $1 AND t.step = 'logs' AND t.subject = g.name
          AND NOT t.covered @> tstzrange(least(greatest($2, t.target_from), $3), $3)
          AND ($3 > $4::timestamptz - interval '2 days' OR ${isGoingBack('t', '$4')}))
    GROUP BY g.id ORDER BY g.id`
}

type ReadyGroup = { logGroupId: number; streamIds: number[] }

/**
 * Packs the log lines of closed days, oldest first, a block at a time: a run that dies leaves whole blocks and whole rows.
 * A day's partition is emptied as a file when no row is left in it.
 */
export const packLogs: SyncStep = {
  name: 'pack-logs',
  kind: 'inventory',
  deadlineMs: 2 * 60_000,
  async run(run) {
    const { lease, nowMs, signal } = run
    const firstOpen = new Date(nowMs - CLOSED_AFTER_MS).toISOString().slice(0, 10).replaceAll('-', '')
    const days = await selectRows<{ day: string }>(lease, CLOSED_DAYS, [firstOpen])
    let rows = 0
    let busy = false
    for (const { day } of days) {
      const packed = await packDay(run, day, LINES_PER_RUN - rows)
      rows += packed.rows
      busy ||= packed.busy
      if (rows >= LINES_PER_RUN || signal.aborted) break
    }
    const isMore = rows >= LINES_PER_RUN || (await indexOlder(run))
    const waitMs = isMore ? 0 : busy ? RETRY_MS : EVERY_MS
    return { state: 'ok', detail: null, nextRunAtMs: nowMs + waitMs, rows }
  },
}

/** Blocks of an earlier version have nothing to be searched by. True while there are more. */
async function indexOlder({ lease, place, signal }: StepRun): Promise<boolean> {
  for (let blocks = 0; blocks < BLOCKS_PER_RUN; ) {
    const indexed = signal.aborted ? 0 : await indexBlocks(lease, place.id)
    if (indexed === 0) return false
    blocks += indexed
  }
  return true
}

async function packDay(run: StepRun, day: string, mostRows: number): Promise<{ rows: number; busy: boolean }> {
  const { lease, pool, place, nowMs, signal } = run
  const fromMs = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`)
  const bounds = [place.id, new Date(fromMs), new Date(fromMs + DAY_MS), new Date(nowMs)]
  const groups = await selectRows<ReadyGroup>(lease, selectReady(`log_event_${day}`), bounds)
  await ensurePartitions(pool, ['log_block'], { fromMs, toMs: fromMs })
  let rows = 0
  let busy = false
  for (const group of groups) {
    for (let hourMs = fromMs; hourMs < fromMs + DAY_MS; hourMs += HOUR_MS) {
      for (;;) {
        if (rows >= mostRows || signal.aborted) return { rows, busy }
        const packed = await packHour(lease, { accountRegionId: place.id, ...group, hourMs })
        busy ||= packed === null
        if (packed === null || packed === 0) break
        rows += packed
      }
    }
  }
  await emptyPartition(run, `log_event_${day}`)
  return { rows, busy }
}

/** Deleted rows keep their room until then. The partition stays: workers that know of it may write to it again. */
async function emptyPartition({ lease }: StepRun, name: string): Promise<void> {
  const isUsed = async () => {
    const rows = await selectRows<{ used: boolean }>(lease, `SELECT EXISTS (SELECT 1 FROM "${name}") AS used`, [])
    return rows[0]?.used ?? true
  }
  if (await isUsed()) return
  try {
    await inTransaction(lease, async () => {
      await lease.query(`SET LOCAL lock_timeout = '1s'`)
      await lease.query(`LOCK TABLE "${name}" IN ACCESS EXCLUSIVE MODE`)
      if (!(await isUsed())) await lease.query(`TRUNCATE "${name}"`)
    })
  } catch (error) {
    // Someone reads or writes it just now: the next run tries again.
    if (!isLockTimeout(error)) throw error
  }
}

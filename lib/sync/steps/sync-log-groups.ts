import { selectRows } from '@/lib/server/db'
import { describeLogGroups, type LogGroupRecord } from '@/lib/sync/aws/describe-log-groups'
import { isoTime, type TableRows, upsertRows } from '@/lib/sync/store/upsert-rows'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 10 * 60_000
const PREFIX = '/aws/lambda/'
const LOG_GROUPS: TableRows = {
  table: 'log_group',
  key: ['account_region_id', 'name'],
  columns: {
    account_region_id: 'int4',
    name: 'text',
    log_group_class: 'text',
    retention_days: 'int4',
    stored_bytes: 'int8',
    seen_at: 'timestamptz',
    gone_at: 'timestamptz',
  },
}

/** Mirrors the log groups that functions write to, with class and retention; one that is no longer listed is marked gone. */
export const syncLogGroups: SyncStep = {
  name: 'log-groups',
  kind: 'logs',
  deadlineMs: 10 * 60_000,
  async run(run) {
    const wanted = await listWanted(run)
    let seen = 0
    for (const prefix of [PREFIX, ...[...wanted].filter((name) => !name.startsWith(PREFIX))]) {
      for await (const page of describeLogGroups(run.aws, prefix)) {
        const groups = page.filter(({ name }) => wanted.has(name))
        await upsertRows(
          run.lease,
          LOG_GROUPS,
          groups.map((group) => groupRow(run, group)),
        )
        seen += groups.length
      }
    }
    // Reached only when every page of every prefix arrived.
    await run.lease.query(
      'UPDATE log_group SET gone_at = $2 WHERE account_region_id = $1 AND seen_at < $2 AND gone_at IS NULL',
      [run.place.id, new Date(run.nowMs)],
    )
    const counts = { done: seen, total: wanted.size, rows: seen }
    return { state: 'ok', detail: null, nextRunAtMs: run.nowMs + EVERY_MS, ...counts }
  },
}

async function listWanted({ pool, place }: StepRun): Promise<Set<string>> {
  const sql = `SELECT DISTINCT subject FROM sync_state WHERE account_region_id = $1 AND step = 'logs'`
  const rows = await selectRows<{ subject: string }>(pool, sql, [place.id])
  return new Set(rows.map(({ subject }) => subject))
}

function groupRow({ place, nowMs }: StepRun, group: LogGroupRecord): Record<string, unknown> {
  return {
    account_region_id: place.id,
    name: group.name,
    log_group_class: group.logGroupClass,
    retention_days: group.retentionDays,
    stored_bytes: group.storedBytes,
    seen_at: isoTime(nowMs),
    gone_at: null,
  }
}

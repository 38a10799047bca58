import { firstKeptMs } from '@/lib/domain/retention'
import { getRetention } from '@/lib/server/queries/get-retention'
import { groupIssues } from '@/lib/sync/store/group-issues'
import type { SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 15_000
/** Hours of functions in one transaction. */
const HOURS_AT_ONCE = 20

/** Groups what failed into issues, as soon as it is rolled up. Calls nothing of AWS. */
export const groupFailures: SyncStep = {
  name: 'issues',
  kind: 'inventory',
  deadlineMs: 2 * 60_000,
  async run({ lease, pool, place, nowMs, signal, isTimeUp }) {
    const { hourRollups } = await getRetention({ pool })
    const wanted = { mostHours: HOURS_AT_ONCE, keptFromMs: firstKeptMs(nowMs, hourRollups) }
    let rows = 0
    for (;;) {
      const hours = await groupIssues(lease, place.id, wanted)
      rows += hours
      const isDone = hours < HOURS_AT_ONCE
      if (isDone || signal.aborted || isTimeUp())
        return { state: 'ok', detail: null, nextRunAtMs: isDone ? nowMs + EVERY_MS : nowMs, rows }
    }
  },
}

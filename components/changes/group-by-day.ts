import type { FunctionChange } from '@/lib/contracts/changes'
import { formatMinute } from '@/lib/domain/format'

/** zone: that of the clocks of its changes, both where they were changed on that day. */
export type DayOfChanges = { day: string; zone: string; changes: FunctionChange[] }

/** Changes, newest first, by the day of the shown zone. */
export function groupByDay(changes: readonly FunctionChange[], zone: string): DayOfChanges[] {
  const days: DayOfChanges[] = []
  for (const change of changes) {
    const [day = '', , offset = ''] = formatMinute(change.atMs, zone).split(' ')
    const last = days.at(-1)
    if (last?.day === day) {
      last.changes.push(change)
      if (!last.zone.endsWith(offset)) last.zone = `${last.zone}, ${offset}`
    } else days.push({ day, zone: offset, changes: [change] })
  }
  return days
}

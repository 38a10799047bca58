import type { FunctionChange } from '@/lib/contracts/changes'
import { formatAbsoluteTime } from '@/lib/domain/format'

export type DayOfChanges = { day: string; changes: FunctionChange[] }

/** Changes, newest first, by the day of the shown zone. */
export function groupByDay(changes: readonly FunctionChange[], zone: string): DayOfChanges[] {
  const days: DayOfChanges[] = []
  for (const change of changes) {
    const [day = ''] = formatAbsoluteTime(change.atMs, zone).split(' ')
    const last = days.at(-1)
    if (last?.day === day) last.changes.push(change)
    else days.push({ day, changes: [change] })
  }
  return days
}

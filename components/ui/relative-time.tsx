'use client'

import { useClock } from '@/lib/client/clock'
import { formatAbsoluteTime, formatRelativeTime } from '@/lib/domain/format'

/** "4 min ago" within a day, with the moment itself on hover. */
export function RelativeTime({ atMs }: { atMs: number | null }) {
  const { nowMs, zone } = useClock()
  if (atMs === null) return <span className="text-faint">—</span>
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatAbsoluteTime(atMs, zone)}>
      {formatRelativeTime(atMs, nowMs)}
    </time>
  )
}

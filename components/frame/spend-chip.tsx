'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleDollarSign } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Popover } from '@/components/ui/popover'
import { useClock } from '@/lib/client/clock'
import { spendOptions } from '@/lib/client/spend-options'
import { formatUsd } from '@/lib/domain/format'

const SpendDetails = lazy(() => import('@/components/frame/spend-details'))

const DAY_MS = 86_400_000

/** What pulling has cost at AWS: today and this month, UTC, as the bill is. */
export function SpendChip() {
  const { nowMs } = useClock()
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS
  const date = new Date(nowMs)
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  const day = useQuery(spendOptions(today, today + DAY_MS))
  const all = useQuery(spendOptions(month, today + DAY_MS))
  const spent = day.data ? formatUsd(day.data.totalUsd) : '—'
  return (
    <Popover
      label={`Spend at AWS: ${spent} today`}
      width={400}
      align="end"
      className="h-8 shrink-0 gap-1.5 rounded-(--radius) px-1.5 text-muted text-xs hover:bg-hover hover:text-text max-sm:px-1"
      trigger={
        <>
          <CircleDollarSign aria-hidden className="size-3.5 text-faint max-sm:hidden" />
          {/* Wide enough for what comes once the page is painted, and drawn anew for it, so that nothing moves. */}
          <span key={spent} className="figures text-left lg:inline-block lg:min-w-26">
            {spent}
            <span className="max-sm:hidden"> today</span>
          </span>
        </>
      }
    >
      <Suspense fallback={<div className="h-40" />}>
        <SpendDetails day={day.data} month={all.data} />
      </Suspense>
    </Popover>
  )
}

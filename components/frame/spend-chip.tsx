'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleDollarSign } from 'lucide-react'
import { Popover } from '@/components/ui/popover'
import { useClock } from '@/lib/client/clock'
import { spendOptions } from '@/lib/client/spend-options'
import type { SpendResponse } from '@/lib/contracts/spend'
import { formatCount, formatUsd } from '@/lib/domain/format'

const DAY_MS = 86_400_000

/** What pulling has cost at AWS: today and this month, UTC, as the bill is. */
export function SpendChip() {
  const { nowMs } = useClock()
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS
  const date = new Date(nowMs)
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
  const day = useQuery(spendOptions(today, today + DAY_MS))
  const all = useQuery(spendOptions(month, today + DAY_MS))
  const label = day.data ? `${formatUsd(day.data.totalUsd)} today` : '— today'
  return (
    <Popover
      label={`Spend at AWS: ${label}`}
      width={400}
      align="end"
      className="h-8 min-w-24 shrink-0 gap-1.5 rounded-(--radius) px-2 text-muted text-xs hover:bg-hover hover:text-text"
      trigger={
        <>
          <CircleDollarSign aria-hidden className="size-3.5 text-faint" />
          <span className="figures">{label}</span>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-3">
        <div className="grid grid-cols-2 gap-3">
          <Sum label="Today" spend={day.data} />
          <Sum label="This month" spend={all.data} />
        </div>
        {all.data && <ByApi spend={all.data} />}
        <p className="border-t pt-2 text-faint text-xs">
          Estimated from the calls that were made, at AWS list prices, UTC days. Reads of Logs and Lambda are free.
        </p>
      </div>
    </Popover>
  )
}

function Sum({ label, spend }: { label: string; spend: SpendResponse | undefined }) {
  return (
    <div>
      <p className="text-muted text-xs">{label}</p>
      <p className="figures font-semibold text-lg">{formatUsd(spend?.totalUsd ?? null)}</p>
      <p className="figures text-faint text-xs">{formatCount(spend?.calls ?? null)} API calls</p>
    </div>
  )
}

function ByApi({ spend }: { spend: SpendResponse }) {
  const sums = new Map<string, { calls: number; usd: number }>()
  for (const { service, operation, calls, usd } of spend.byApi) {
    const name = `${service} ${operation}`
    const sum = sums.get(name) ?? { calls: 0, usd: 0 }
    sums.set(name, { calls: sum.calls + calls, usd: sum.usd + usd })
  }
  const rows = [...sums.entries()].sort(([, a], [, b]) => b.usd - a.usd || b.calls - a.calls).slice(0, 8)
  return (
    <table className="w-full text-xs">
      <thead className="text-faint">
        <tr>
          <th className="text-left font-normal">This month</th>
          <th className="text-right font-normal">Calls</th>
          <th className="text-right font-normal">Cost</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, sum]) => (
          <tr key={name}>
            <td className="truncate py-0.5">{name}</td>
            <td className="figures text-right text-muted">{formatCount(sum.calls)}</td>
            <td className="figures text-right">{formatUsd(sum.usd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

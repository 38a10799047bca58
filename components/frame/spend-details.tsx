import type { SpendResponse } from '@/lib/contracts/spend'
import { formatCount, formatUsd } from '@/lib/domain/format'

type Props = { day: SpendResponse | undefined; month: SpendResponse | undefined }

/** Today and this month, and what the month's money went to. */
export default function SpendDetails({ day, month }: Props) {
  return (
    <div className="flex flex-col gap-3 p-3">
      <div className="grid grid-cols-2 gap-3">
        <Sum label="Today" spend={day} />
        <Sum label="This month" spend={month} />
      </div>
      {month && <ByApi spend={month} />}
      <p className="border-t pt-2 text-faint text-xs">
        Estimated from the calls that were made, at AWS list prices, UTC days. Reads of Logs and Lambda are free.
      </p>
    </div>
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

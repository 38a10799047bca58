import { useQuery } from '@tanstack/react-query'
import { listScopeAccounts } from '@/components/frame/describe-scope'
import { type SpendSum, spendSource, sumSpend } from '@/components/frame/sum-spend'
import { healthOptions } from '@/lib/client/health-options'
import type { SpendResponse } from '@/lib/contracts/spend'
import { formatCount, formatUsd } from '@/lib/domain/format'

const SHOWN = 8

type Props = { day: SpendResponse | undefined; month: SpendResponse | undefined }

/** Today and this month, and what the month's money went to: by account and region, source and call. */
export default function SpendDetails({ day, month }: Props) {
  return (
    <div className="flex max-h-[80vh] flex-col gap-3 overflow-y-auto p-3">
      <div className="grid grid-cols-2 gap-3">
        <Sum label="Today" spend={day} />
        <Sum label="This month" spend={month} />
      </div>
      {month && <Parts spend={month} />}
      <p className="border-t pt-2 text-faint text-xs">
        Estimated from the calls that were made, at AWS list prices, UTC days. Reads of Logs and Lambda are free. Not
        told by function: one call to CloudWatch or X-Ray carries many. Logs Insights names its price beside each query.
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

function Parts({ spend: { byApi } }: { spend: SpendResponse }) {
  const { data: health } = useQuery(healthOptions())
  const accounts = health === undefined ? [] : listScopeAccounts(health)
  const nameOf = (id: string) => accounts.find(({ accountId }) => accountId === id)?.name ?? id
  return (
    <>
      <Table label="By account" sums={sumSpend(byApi, ({ accountId, region }) => `${nameOf(accountId)} · ${region}`)} />
      <Table label="By source" sums={sumSpend(byApi, spendSource)} />
      <Table label="By call" sums={sumSpend(byApi, ({ service, operation }) => `${service} ${operation}`)} />
    </>
  )
}

function Table({ label, sums }: { label: string; sums: readonly SpendSum[] }) {
  const rest = sums.slice(SHOWN)
  return (
    <table className="w-full table-fixed text-xs">
      <thead className="text-faint">
        <tr>
          <th className="text-left font-normal">{label}, this month</th>
          <th className="w-16 text-right font-normal">Calls</th>
          <th className="w-20 text-right font-normal">Cost</th>
        </tr>
      </thead>
      <tbody>
        {sums.slice(0, SHOWN).map((sum) => (
          <tr key={sum.label}>
            <td className="truncate py-0.5" title={sum.label}>
              {sum.label}
            </td>
            <td className="figures text-right text-muted">{formatCount(sum.calls)}</td>
            <td className="figures text-right">{formatUsd(sum.usd)}</td>
          </tr>
        ))}
        {rest.length > 0 && (
          <tr>
            <td className="py-0.5 text-muted">{rest.length} more</td>
            <td className="figures text-right text-muted">
              {formatCount(rest.reduce((sum, { calls }) => sum + calls, 0))}
            </td>
            <td className="figures text-right">{formatUsd(rest.reduce((sum, { usd }) => sum + usd, 0))}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

import { useQuery } from '@tanstack/react-query'
import { listScopeAccounts } from '@/components/frame/describe-scope'
import { FunctionSpendTable } from '@/components/frame/function-spend-table'
import { SpendTable } from '@/components/frame/spend-table'
import { spendSource, sumSpend, withToday } from '@/components/frame/sum-spend'
import { healthOptions } from '@/lib/client/health-options'
import type { SpendResponse } from '@/lib/contracts/spend'
import { formatCount, formatUsd } from '@/lib/domain/format'

type Props = { day: SpendResponse | undefined; month: SpendResponse | undefined }

/** Today and this month, and what the money went to: by account and region, source, function and call. */
export default function SpendDetails({ day, month }: Props) {
  return (
    <section
      aria-label="What calls to AWS cost"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
      tabIndex={0}
      className="flex max-h-[80vh] flex-col gap-3 overflow-y-auto p-3"
    >
      <div className="grid grid-cols-2 gap-3">
        <Sum label="Today" spend={day} />
        <Sum label="This month" spend={month} />
      </div>
      {month && <Parts day={day} month={month} />}
      <p className="border-t pt-2 text-faint text-xs">
        Estimated from the calls that were made, at AWS list prices, UTC days. Reads of Logs and Lambda are free. A call
        that asks for several functions is shared out by what it asks for each; listings and traces serve all. Logs
        Insights names its price beside each query.
      </p>
    </section>
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

function Parts({ day, month }: { day: SpendResponse | undefined; month: SpendResponse }) {
  const { data: health } = useQuery(healthOptions())
  const accounts = health === undefined ? [] : listScopeAccounts(health)
  const nameOf = (id: string) => accounts.find(({ accountId }) => accountId === id)?.name ?? id
  const rowsBy = (labelOf: Parameters<typeof sumSpend>[1]) =>
    withToday(sumSpend(month.byApi, labelOf), day && sumSpend(day.byApi, labelOf))
  return (
    <>
      <SpendTable label="By account" rows={rowsBy(({ accountId, region }) => `${nameOf(accountId)} · ${region}`)} />
      <SpendTable label="By source" rows={rowsBy(spendSource)} />
      <FunctionSpendTable />
      <SpendTable label="By call" rows={rowsBy(({ service, operation }) => `${service} ${operation}`)} />
    </>
  )
}

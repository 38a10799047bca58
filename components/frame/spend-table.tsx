import { type SpendRow, spendRest } from '@/components/frame/sum-spend'
import { AppLink } from '@/components/ui/app-link'
import { functionPath } from '@/lib/client/function-ref'
import { formatCount, formatUsd } from '@/lib/domain/format'

/** How many rows a table shows. */
export const SHOWN_SPENDS = 8

/** What calls to AWS cost today and this month, by what a label names. */
export function SpendTable({ label, rows }: { label: string; rows: readonly SpendRow[] }) {
  const shown =
    rows.length > SHOWN_SPENDS ? [...rows.slice(0, SHOWN_SPENDS), spendRest(rows.slice(SHOWN_SPENDS))] : rows
  return (
    <table className="w-full table-fixed text-xs">
      <thead className="text-faint">
        <tr>
          <th className="text-left font-normal">{label}</th>
          <th className="w-20 text-right font-normal">Today</th>
          <th className="w-20 whitespace-nowrap text-right font-normal">This month</th>
          <th className="w-14 text-right font-normal">Calls</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={keyOf(row)}>
            <td className="h-[24px] truncate" title={row.fn === undefined ? row.label : undefined}>
              <Name row={row} />
            </td>
            <td className="figures text-right">{formatUsd(row.todayUsd ?? null)}</td>
            <td className="figures text-right">{formatUsd(row.usd)}</td>
            <td className="figures text-right text-muted">{formatCount(Math.round(row.calls))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Name({ row: { label, fn } }: { row: SpendRow }) {
  if (fn === undefined) return label
  const { functionName, accountId, region } = fn
  return (
    <AppLink
      to={functionPath({ name: functionName })}
      params={{ accountId, region }}
      title={`${functionName} · ${region} · ${accountId}`}
      className="block truncate leading-[24px] hover:underline"
    >
      {label}
    </AppLink>
  )
}

/** Functions of several accounts and regions may have one name. */
function keyOf({ label, fn }: SpendRow): string {
  return fn === undefined ? label : `${fn.accountId}/${fn.region}/${label}`
}

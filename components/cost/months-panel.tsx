import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import type { CostMonth } from '@/lib/contracts/cost'
import { formatCount, formatUsd } from '@/lib/domain/format'

const COLUMNS = [
  { label: 'Account' },
  { label: 'Region', width: 128 },
  { label: 'Architecture', width: 112 },
  { label: 'Requests', number: true, width: 104 },
  { label: 'GB-seconds', number: true, width: 112 },
  { label: 'Tier', number: true, width: 72, title: 'The price tier that the last GB-second fell into' },
  { label: 'Duration at the first tier', number: true, width: 176 },
  { label: 'By tiers', number: true, width: 104 },
]

/** The calendar month so far as AWS bills it. */
export function MonthsPanel({ months }: { months: readonly CostMonth[] }) {
  if (months.length === 0) return null
  return (
    <Panel
      title="This calendar month, as AWS bills it"
      help="Tiers count by account, region and architecture, the free million requests and 400,000 GB-seconds by account, from the first of the month in UTC. Accounts of one payer share both: that cannot be seen from here, and neither can discounts. Provisioned concurrency is not part of it. Only log lines that are read count."
    >
      <FigureTable
        label="Tiers of this month"
        columns={COLUMNS}
        minWidth={860}
        rows={months.flatMap(({ accountId, rows }) =>
          rows.map((row) => ({
            key: `${accountId}/${row.region}/${row.architecture}`,
            cells: [
              accountId,
              row.region,
              row.architecture,
              formatCount(row.requests),
              formatCount(row.gbSeconds),
              row.tier,
              formatUsd(row.listUsd),
              formatUsd(row.tieredUsd),
            ],
          })),
        )}
      />
      <ul className="border-t px-3 py-2 text-muted text-sm">
        {months.map(({ accountId, requestsUsd, freeUsd, usd, listUsd }) => (
          <li key={accountId} className="figures whitespace-normal">
            {accountId}: {formatUsd(listUsd)} at list prices, with {formatUsd(requestsUsd)} for requests; less{' '}
            {formatUsd(freeUsd)} that is free: <span className="font-medium text-text">{formatUsd(usd)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

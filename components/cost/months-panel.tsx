import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import type { CostMonth } from '@/lib/contracts/cost'
import { formatCount, formatMinute, formatUsd } from '@/lib/domain/format'

const COLUMNS = [
  { label: 'Account', wideOnly: true },
  { label: 'Region', width: 128 },
  { label: 'Architecture', wideOnly: true, width: 112 },
  { label: 'Requests', number: true, width: 104 },
  {
    label: 'GB-seconds',
    wideOnly: true,
    number: true,
    width: 112,
    title: 'On demand: provisioned concurrency has no tiers',
  },
  { label: 'Tier', wideOnly: true, number: true, width: 72, title: 'The price tier that the last GB-second fell into' },
  { label: 'Duration at the first tier', wideOnly: true, number: true, width: 176 },
  { label: 'By tiers', number: true, width: 104 },
]

/** The calendar month so far as AWS bills it. zone: in which times are told. */
export function MonthsPanel({ months, zone }: { months: readonly CostMonth[]; zone: string }) {
  if (months.length === 0) return null
  return (
    <Panel
      title={`${monthName(months[0]?.fromMs ?? 0)}, as AWS bills it`}
      help="Tiers count by account, region and architecture, the free million requests and 400,000 GB-seconds by account, from the first of the month in UTC up to the end of the range, over all regions of an account, whichever are in scope. Accounts of one payer share both: that cannot be seen from here, and neither can discounts. Provisioned concurrency, for standing and for duration on it, ephemeral storage and restored snapshots have neither tiers nor a free part. Not counted is what keeping SnapStart snapshots costs."
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
        {months.map((month) => (
          <li key={month.accountId} className="figures whitespace-normal">
            {month.accountId}: {formatUsd(month.listUsd)} at list prices, with {partsOf(month)}; less{' '}
            {formatUsd(month.freeUsd)} that is free:{' '}
            <span className="font-medium text-text">{formatUsd(month.usd)}</span>
            {sinceWords(month, zone)}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** A calendar month of UTC, as it is billed: "November 2026". */
function monthName(atMs: number): string {
  return new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(atMs)
}

function partsOf({ requestsUsd, provisionedUsd, storageUsd, restoreUsd }: CostMonth): string {
  const parts: [number, string][] = [
    [requestsUsd, 'for requests'],
    [provisionedUsd, 'for provisioned concurrency'],
    [storageUsd, 'for ephemeral storage'],
    [restoreUsd, 'for restored snapshots'],
  ]
  const shown = parts.filter(([usd], index) => usd > 0 || index === 0)
  return shown.map(([usd, what]) => `${formatUsd(usd)} ${what}`).join(', ')
}

/** A month of which only a part is read is not what AWS bills for it. */
function sinceWords({ fromMs, countedFromMs }: CostMonth, zone: string): string {
  if (countedFromMs === null) return ', though no log line of the month is read'
  return countedFromMs <= fromMs ? '' : `, from log lines since ${formatMinute(countedFromMs, zone)} alone`
}

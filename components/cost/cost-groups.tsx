'use client'

import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { functionPath } from '@/lib/client/function-ref'
import type { CostGroup, CostResponse } from '@/lib/contracts/cost'
import { formatCount, formatUsd } from '@/lib/domain/format'

const figure = (label: string, title: string, width = 80) => ({ label, title, width, number: true })
const COLUMNS = [
  { label: 'Name' },
  { label: 'Share', width: 88 },
  figure('Cost', 'At list prices of the first tier, nothing free'),
  figure('Requests', 'For the requests alone'),
  figure('Init', 'Billed beyond Duration: Init and Restore Duration'),
  figure('Retries', 'Attempts that followed a failed one at the same request'),
  figure('Over-size', 'At most, by the same durations'),
  figure('Provisioned', 'For standing; in brackets the part that nothing ran on', 124),
  figure('Invocations', 'From log lines', 96),
]

/** The groups with what they cost, dearest first. */
export function CostGroups({ cost: { groups, others, total }, by }: { cost: CostResponse; by: string }) {
  const dearest = groups[0]?.usd ?? 0
  return (
    <Panel
      title={`By ${by}`}
      help="From log lines. Provisioned concurrency stands for a function or alias and is no one version's."
    >
      {groups.length === 0 ? (
        <Notice kind="empty" title="Nothing was billed in this window" />
      ) : (
        <FigureTable
          label={`Cost by ${by}`}
          columns={COLUMNS}
          minWidth={880}
          className="max-h-[640px]"
          rows={groups.map((group) => ({ key: group.key, cells: cellsOf(group, dearest, total.usd) }))}
        />
      )}
      {by === 'alias' && groups.length > 0 && (
        <p className="border-t px-3 py-2 text-muted text-xs">
          Log lines name the version that ran, never the alias that was called. Cost is an alias’ own where CloudWatch’s
          counts by alias prove that the version was called by it alone; where they do not, it says “alias not told”,
          with the reason on hover.
        </p>
      )}
      {others !== null && (
        <p className="border-t px-3 py-2 text-muted text-xs">
          and {others.groups} more for {formatUsd(others.usd)}
        </p>
      )}
    </Panel>
  )
}

function cellsOf(group: CostGroup, dearest: number, all: number) {
  const { usd, label, provisionedUsd, provisionedUnusedUsd } = group
  return [
    <GroupName key="name" group={group} />,
    <Bar
      key="bar"
      share={dearest === 0 ? 0 : usd / dearest}
      label={`${label}: share of the bill`}
      ofAll={all === 0 ? 0 : usd / all}
    />,
    money(usd),
    money(group.requestsUsd),
    money(group.initUsd + group.restoreUsd),
    money(group.retriesUsd),
    money(group.oversizeUsd),
    provisionedUsd === 0 ? money(0) : `${formatUsd(provisionedUsd)} (${formatUsd(provisionedUnusedUsd)})`,
    <span key="count" title={String(group.invocations)}>
      {formatCount(group.invocations)}
    </span>,
  ]
}

function GroupName({ group: { label, of, version, alias, note } }: { group: CostGroup }) {
  if (of === null) return <span className="break-all">{label}</span>
  const { functionName, accountId, region } = of
  return (
    <AppLink
      to={functionPath({ name: functionName })}
      params={{ accountId, region, qualifier: alias ?? version }}
      title={[`${region} · ${accountId}`, note].filter((part) => part !== null).join('\n')}
      className="hover:underline"
    >
      {label}
    </AppLink>
  )
}

function Bar({ share, ofAll, label }: { share: number; ofAll: number; label: string }) {
  return (
    <span
      role="img"
      aria-label={`${label} ${Math.round(ofAll * 100)} %`}
      className="block h-2 w-full rounded-sm bg-sunken"
    >
      <span
        className="block h-2 rounded-sm bg-accent-solid"
        style={{ width: `${Math.max(share > 0 ? 1 : 0, share * 100)}%` }}
      />
    </span>
  )
}

function money(usd: number) {
  return usd === 0 ? <span className="text-faint">$0</span> : <span title={`$${usd}`}>{formatUsd(usd)}</span>
}

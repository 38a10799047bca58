'use client'

import { AppLink } from '@/components/ui/app-link'
import { FigureLink } from '@/components/ui/figure-link'
import { FigureTable } from '@/components/ui/figure-table'
import { NothingFound } from '@/components/ui/nothing-found'
import { Panel } from '@/components/ui/panel'
import { PlaceNote } from '@/components/ui/place-note'
import { functionPath } from '@/lib/client/function-ref'
import type { CostGroup, CostResponse } from '@/lib/contracts/cost'
import { formatCount, formatUsd } from '@/lib/domain/format'
import type { ReadExtent } from '@/lib/domain/read-extent'

/** What is less is told on hover: nine digits of nothing push out what matters. */
const LEAST_USD = 0.0001

const figure = (label: string, title: string, width = 92) => ({ label, title, width, number: true })
const part = (label: string, title: string, width?: number) => ({ ...figure(label, title, width), wideOnly: true })
const COLUMNS = [
  { label: 'Name' },
  { label: 'Share', wideOnly: true, width: 72 },
  figure('Cost', 'At list prices of the first tier, nothing free'),
  part('Requests', 'For the requests alone'),
  part('Init', 'Billed beyond Duration: Init and Restore Duration'),
  part('Retries', 'Attempts that followed a failed one at the same request'),
  part('Over-size', 'At most, by the same durations; + where Max Memory Used of some invocations is not known'),
  part('Provisioned', 'For standing; in brackets the part that nothing ran on', 144),
  figure('Invocations', 'From log lines', 96),
]

/** The groups with what they cost, dearest first. */
export function CostGroups({ cost, by }: { cost: CostResponse; by: string }) {
  const { groups, others, total } = cost
  const dearest = groups[0]?.usd ?? 0
  return (
    <Panel
      title={`By ${by}`}
      help="From log lines. Provisioned concurrency stands for a function or alias and is no one version's."
    >
      {groups.length === 0 ? (
        <NothingFound what="Nothing was billed" read={readOf(cost)} source="logs" />
      ) : (
        <FigureTable
          label={`Cost by ${by}`}
          orderParam="costOrder"
          columns={COLUMNS}
          minWidth={920}
          className="max-h-[640px]"
          rows={groups.map((group) => ({
            key: group.key,
            cells: cellsOf(group, { by, dearest, all: total.usd }),
            values: valuesOf(group),
          }))}
        />
      )}
      {by === 'alias' && groups.length > 0 && (
        <p className="border-t px-3 py-2 text-muted text-xs">
          Log lines name the version that ran, never the alias that was called. Cost is an alias’ own where CloudWatch’s
          counts by alias prove that the version was called by it alone; where they do not, it says “alias not told”,
          with the reason on hover.
        </p>
      )}
      {by === 'version' && groups.some(({ note }) => note !== null) && (
        <p className="border-t px-3 py-2 text-muted text-xs">
          Which versions ran on provisioned concurrency is not told of{' '}
          {groups.flatMap(({ label, note }) => (note === null ? [] : [label])).join(', ')}: each is priced by the share
          of those that may have.
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

/** How far log lines are read over the window, by its periods. */
function readOf({ series: { read, logGroups }, partlyRead }: CostResponse): ReadExtent {
  const all = read.length * logGroups
  const share = all === 0 ? 0 : read.reduce((sum, groups) => sum + groups, 0) / all
  return { of: logGroups, whole: Math.max(0, logGroups - partlyRead), share }
}

function cellsOf(group: CostGroup, { by, dearest, all }: { by: string; dearest: number; all: number }) {
  const { usd, label, provisionedUsd, provisionedUnusedUsd } = group
  return [
    <GroupName key="name" group={group} by={by} />,
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
    <Oversize key="oversize" group={group} />,
    provisionedUsd === 0 ? money(0) : `${formatUsd(provisionedUsd)} (${formatUsd(provisionedUnusedUsd)})`,
    <Invocations key="count" group={group} />,
  ]
}

/** Over-size that is not known of all is ordered by what is known. */
function valuesOf(group: CostGroup) {
  const { label, usd, requestsUsd, initUsd, restoreUsd, retriesUsd, oversizeUsd, provisionedUsd, invocations } = group
  const figures = [usd, usd, requestsUsd, initUsd + restoreUsd, retriesUsd, oversizeUsd, provisionedUsd, invocations]
  return [label, ...figures]
}

function GroupName({ group, by }: { group: CostGroup; by: string }) {
  const { key, label, of, version, alias, note } = group
  if (of === null) {
    const tag = by.startsWith('tag ') && key !== '' ? `${by.slice('tag '.length)}=${key}` : null
    if (tag === null) return <span className="break-all">{label}</span>
    return (
      <AppLink to="/functions" params={{ tag, sort: '-cost' }} className="break-all hover:underline">
        {label}
      </AppLink>
    )
  }
  const { functionName, accountId, region } = of
  return (
    <>
      <AppLink
        to={functionPath({ name: functionName })}
        params={{ accountId, region, qualifier: alias ?? version }}
        title={[`${region} · ${accountId}`, note].filter((part) => part !== null).join('\n')}
        className="hover:underline"
      >
        {label}
      </AppLink>{' '}
      <PlaceNote of={of} />
    </>
  )
}

function Invocations({ group: { of, version, alias, invocations } }: { group: CostGroup }) {
  if (of === null) return <span title={String(invocations)}>{formatCount(invocations)}</span>
  const { functionName, accountId, region } = of
  return (
    <FigureLink
      to={`${functionPath({ name: functionName })}/invocations`}
      params={{ accountId, region, qualifier: alias ?? version }}
      value={invocations}
    >
      {formatCount(invocations)}
    </FigureLink>
  )
}

/** What Max Memory Used does not tell is not nothing. */
function Oversize({ group: { oversizeUsd, unsizedInvocations, invocations } }: { group: CostGroup }) {
  if (unsizedInvocations === 0) return money(oversizeUsd ?? 0)
  const unknown = `Max Memory Used is not known of ${unsizedInvocations} of ${invocations} invocations`
  return <span title={unknown}>{oversizeUsd === null ? '—' : `${formatUsd(oversizeUsd)} +`}</span>
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
  if (usd === 0) return <span className="text-faint">$0</span>
  return <span title={`$${usd}`}>{usd < LEAST_USD ? `< $${LEAST_USD}` : formatUsd(usd)}</span>
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { FigureTable } from '@/components/ui/figure-table'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { compareTracesOptions, type GroupedBy } from '@/lib/client/trace-groups-options'
import type { TracesChoice } from '@/lib/client/traces-options'
import type { CompareTracesResponse } from '@/lib/contracts/trace-groups'
import { formatDuration, formatPercent } from '@/lib/domain/format'

type Props = { choice: TracesChoice; compared: { by: GroupedBy; left: string; right: string } }

const LEFT = 'var(--series-1)'
const RIGHT = 'var(--series-2)'

/** Two groups side by side: how their Durations are distributed, and which of what their traces say differs most. */
export function TraceComparison({ choice, compared }: Props) {
  const query = useQuery(compareTracesOptions(choice, compared))
  const { data } = query
  if (query.error && !data) return <QueryError error={query.error} onRetry={query.refetch} />
  if (!data) return <div className="skeleton h-80" />
  const { left, right } = compared
  return (
    <div className={classNames('grid grid-cols-1 gap-4 xl:grid-cols-2', query.isPlaceholderData && 'stale')}>
      <Panel
        title="Duration of both groups"
        help="The share of each group’s traces by Duration; bins grow by a factor of 1.4."
        actions={
          <span className="text-muted text-xs">
            {data.isAll ? '' : 'of the newest '}
            {data.counted.toLocaleString('en')} traces
          </span>
        }
        bodyClassName="px-3 pb-3"
      >
        <Distributions data={data} left={left} right={right} />
      </Panel>
      <Panel
        title="What differs most"
        help="The share of each group’s traces that have a value; those that differ by less than 2 % are left out."
      >
        {data.attributes.length === 0 ? (
          <p className="px-3 pb-3 text-muted text-sm">Nothing that traces say differs by 2 % or more.</p>
        ) : (
          <FigureTable
            label="Values that differ most"
            className="max-h-80"
            minWidth={480}
            columns={[
              { label: 'Of', width: 130 },
              { label: 'Value' },
              { label: 'First', number: true, width: 84, title: left },
              { label: 'Second', number: true, width: 84, title: right },
            ]}
            rows={data.attributes.map(({ attribute, value, leftShare, rightShare }) => ({
              key: `${attribute} ${value}`,
              cells: [
                attribute,
                <span key="value" title={value} className="block max-w-72 truncate">
                  {value}
                </span>,
                formatPercent(leftShare),
                formatPercent(rightShare),
              ],
            }))}
          />
        )}
      </Panel>
    </div>
  )
}

function Distributions({ data, left, right }: { data: CompareTracesResponse; left: string; right: string }) {
  const most = Math.max(...data.left.shares, ...data.right.shares, 0.01)
  const sides = [
    { name: 'First', key: left, colour: LEFT, side: data.left },
    { name: 'Second', key: right, colour: RIGHT, side: data.right },
  ]
  return (
    <div className="flex flex-col gap-3">
      {sides.map(({ name, key, colour, side }) => (
        <figure key={name}>
          <figcaption className="mb-1 flex flex-wrap items-baseline gap-x-3 text-xs">
            <span className="inline-flex min-w-0 items-center gap-1.5">
              <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: colour }} />
              <span className="truncate">
                {name}: <span className="font-medium">{key}</span>
              </span>
            </span>
            <span className="figures text-muted">
              {side.count.toLocaleString('en')} traces · p50 {formatDuration(side.p50Ms)} · p90{' '}
              {formatDuration(side.p90Ms)} · p99 {formatDuration(side.p99Ms)}
            </span>
          </figcaption>
          <div className="flex h-20 items-end gap-px border-b border-b-line" aria-hidden>
            {side.shares.map((share, at) => (
              <div
                // biome-ignore lint/suspicious/noArrayIndexKey: bins have no name but their place
                key={at}
                title={`${formatDuration(data.boundsMs[at] ?? null)} to ${formatDuration(data.boundsMs[at + 1] ?? null)}: ${formatPercent(share)}`}
                className="min-w-0 flex-1"
                style={{ height: `${(share / most) * 100}%`, background: colour }}
              />
            ))}
          </div>
        </figure>
      ))}
      <div className="figures flex justify-between text-2xs text-muted">
        <span>{formatDuration(data.boundsMs[0] ?? null)}</span>
        <span>{formatDuration(data.boundsMs.at(-1) ?? null)}</span>
      </div>
    </div>
  )
}

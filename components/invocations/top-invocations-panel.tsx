'use client'

import { useQuery } from '@tanstack/react-query'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { NothingLine } from '@/components/ui/nothing-found'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { ResultMark } from '@/components/ui/result-mark'
import { classNames } from '@/lib/client/class-names'
import { DEAREST } from '@/lib/client/function-links'
import { type FunctionRef, functionPath } from '@/lib/client/function-ref'
import { rangeKey } from '@/lib/client/range-param'
import { topInvocationsOptions } from '@/lib/client/top-invocations-options'
import { useRange, useRefetchInterval, useViewParams } from '@/lib/client/view-params'
import type { TopInvocation, TopInvocationsResponse } from '@/lib/contracts/top-invocations'
import { ON_DEMAND_COST } from '@/lib/domain/cost/on-demand-words'
import { formatDuration, formatUsd } from '@/lib/domain/format'
import { describeExtent, type ReadExtent } from '@/lib/domain/read-extent'

type Props = { fn: FunctionRef; initial: { key: string; qualifier: string | null; data: TopInvocationsResponse } }

/** On a phone each list keeps what it is sorted by. */
const columnsOf = (label: TopProps['label']) => [
  { label: 'Started' },
  { label: 'Result' },
  { label: 'Duration', wideOnly: label === 'Dearest', number: true, title: 'Without Init or Restore Duration' },
  { label: 'Billed', wideOnly: true, number: true, title: 'With the Init Duration that is billed' },
  { label: 'Cost', wideOnly: label === 'Slowest', number: true, title: ON_DEMAND_COST },
]

/** The few invocations that took longest and the few that cost most; each leads to what happened in it. */
export function TopInvocationsPanel({ fn, initial }: Props) {
  const { range } = useRange()
  const qualifier = useViewParams().params.get('qualifier')
  const refetchInterval = useRefetchInterval()
  const isFirst = initial.key === rangeKey(range) && initial.qualifier === qualifier
  const { data, error, isPlaceholderData } = useQuery({
    ...topInvocationsOptions(fn, range, qualifier),
    initialData: isFirst ? initial.data : undefined,
    refetchInterval,
  })
  const { accountId, region } = fn
  const lack = data === undefined || data.slowest.length === 0 ? null : describeExtent(data.read, 'logs')
  return (
    <Panel
      title="Slowest and dearest invocations"
      help="From report lines, by Duration and by Billed Duration × Memory Size. The dearest are those of the twelve minutes whose longest Duration and Init or Restore Duration may have cost most."
      actions={lack !== null && <span className="truncate text-muted text-xs">{lack}</span>}
    >
      {data === undefined || data.reason !== null ? (
        <p className="min-h-52 px-3 pb-3 text-muted text-sm">{data?.reason ?? error?.message}</p>
      ) : (
        <div className={classNames('grid min-h-52 gap-x-4 lg:grid-cols-2', isPlaceholderData && 'stale')}>
          <Top label="Slowest" items={data.slowest} read={data.read} />
          <Top id={DEAREST} label="Dearest" items={data.dearest} read={data.read} />
        </div>
      )}
      <AppLink
        to={`${functionPath(fn)}/invocations`}
        params={{ accountId, region, qualifier, sort: 'slowest' }}
        className="block border-t px-3 py-2 text-accent text-xs hover:underline"
      >
        All invocations, the slowest first
      </AppLink>
    </Panel>
  )
}

type TopProps = { id?: string; label: 'Slowest' | 'Dearest'; items: readonly TopInvocation[]; read: ReadExtent }

function Top({ id, label, items, read }: TopProps) {
  return (
    <div id={id} className="min-w-0 scroll-mt-16">
      <h3 className="px-3 pb-1 text-muted text-xs max-lg:pt-2">{label}</h3>
      {items.length === 0 ? (
        <NothingLine what="No invocation ended" read={read} source="logs" />
      ) : (
        <FigureTable label={`${label} invocations`} columns={columnsOf(label)} minWidth={380} rows={items.map(rowOf)} />
      )}
    </div>
  )
}

function rowOf({ id, requestId, atMs, result, errorMessage, durationMs, billedMs, costUsd }: TopInvocation) {
  return {
    key: id,
    cells: [
      <AppLink key="at" to={`/invocations/${id}`} title={requestId} className="text-accent hover:underline">
        <RelativeTime atMs={atMs} />
      </AppLink>,
      <ResultMark key="result" result={result} title={errorMessage ?? undefined} />,
      <Exact
        key="duration"
        exact={durationMs === null ? null : `${durationMs} ms`}
        text={formatDuration(durationMs)}
      />,
      <Exact key="billed" exact={billedMs === null ? null : `${billedMs} ms`} text={formatDuration(billedMs)} />,
      <Exact key="cost" exact={costUsd === null ? null : `$${costUsd}`} text={formatUsd(costUsd)} />,
    ],
  }
}

function Exact({ exact, text }: { exact: string | null; text: string }) {
  return <span title={exact ?? 'not known'}>{text}</span>
}

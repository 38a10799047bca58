'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatRate } from '@/components/traces/map-figures'
import type { CallOutcome } from '@/components/traces/map-links'
import { TraceStatus } from '@/components/traces/trace-status'
import { AppLink } from '@/components/ui/app-link'
import { IconButton } from '@/components/ui/icon-button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ParamPatch } from '@/lib/client/view-params'
import type { GraphNode, GraphStats } from '@/lib/contracts/map'
import { formatCount, formatDuration, formatPercent, shortenId } from '@/lib/domain/format'

type Props = { label: string; title: ReactNode; note: string; onClose(): void; children: ReactNode }

/** What is chosen on the map, beside it. */
export function MapPanel({ label, title, note, onClose, children }: Props) {
  return (
    <aside
      aria-label={label}
      className="flex max-h-[min(640px,70dvh)] min-w-0 shrink-0 flex-col overflow-hidden border-line border-t lg:w-[340px] lg:border-t-0 lg:border-l"
    >
      <header className="flex items-start gap-2 border-line border-b py-1.5 pr-1.5 pl-3">
        <div className="min-w-0 flex-1">
          <h2 tabIndex={-1} className="break-words font-medium text-sm outline-none">
            {title}
          </h2>
          <p className="text-muted text-xs">{note}</p>
        </div>
        <IconButton label="Close the panel" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      <section
        aria-label={`${label} figures`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-3 text-sm"
      >
        {children}
      </section>
    </aside>
  )
}

type FiguresProps = {
  stats: GraphStats
  windowMs: number
  timeName?: string
  /** What of the list of traces is asked for; null where no list holds what is counted. */
  linkOf(outcome: CallOutcome | null): ParamPatch | null
}

/** The figures of a node or an edge; each leads to the traces that it counts. */
export function MapFigures({ stats, windowMs, timeName = 'Duration', linkOf }: FiguresProps) {
  const counts: [string, number, CallOutcome | null][] = [
    ['Requests', stats.count, null],
    ['Errors (4xx)', stats.error, 'error'],
    ['Throttles (429)', stats.throttle, 'throttle'],
    ['Faults (5xx)', stats.fault, 'fault'],
  ]
  return (
    <dl className="figures grid grid-cols-[1fr_auto_auto] gap-x-3 gap-y-1">
      {counts.map(([name, count, outcome]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right">
            <Count count={count} params={linkOf(outcome)} />
          </dd>
          <dd className="text-right text-muted">
            {outcome === null
              ? formatRate(count, windowMs)
              : formatPercent(stats.count === 0 ? null : count / stats.count)}
          </dd>
        </div>
      ))}
      <dt className="text-muted">{timeName} p50</dt>
      <dd className="text-right">{formatDuration(stats.p50Ms)}</dd>
      <dd />
      <dt className="text-muted">{timeName} p95</dt>
      <dd className="text-right">{formatDuration(stats.p95Ms)}</dd>
      <dd />
    </dl>
  )
}

function Count({ count, params }: { count: number; params: ParamPatch | null }) {
  if (count === 0 || params === null) return <span title={String(count)}>{formatCount(count)}</span>
  return (
    <AppLink
      to="/traces"
      params={params}
      title={`${count}: their traces`}
      className="font-medium text-accent hover:underline"
    >
      {formatCount(count)}
    </AppLink>
  )
}

/** The worst and newest traces that failed here. */
export function FailingTraces({ failures }: { failures: GraphNode['failures'] }) {
  if (failures.length === 0) return null
  return (
    <section>
      <h3 className="mb-1 font-medium text-xs">Worst and newest traces that failed here</h3>
      <ul className="flex flex-col gap-1">
        {failures.map(({ traceId, atMs, outcome }) => (
          <li key={traceId} className="flex items-center gap-2 text-xs">
            <TraceStatus status={outcome} />
            <AppLink to={`/traces/${traceId}`} className="truncate font-mono text-accent hover:underline">
              {shortenId(traceId)}
            </AppLink>
            <span className="ml-auto text-muted">
              <RelativeTime atMs={atMs} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

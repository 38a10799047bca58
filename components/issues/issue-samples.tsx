'use client'

import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { RelativeTime } from '@/components/ui/relative-time'
import { functionPath } from '@/lib/client/function-ref'
import type { InvocationItem } from '@/lib/contracts/invocations'
import type { IssueDetail } from '@/lib/contracts/issues'
import { formatDuration, shortenId } from '@/lib/domain/format'

const COLUMNS = [
  { label: 'Started', width: 120 },
  { label: 'Request ID', width: 150 },
  { label: 'Function' },
  { label: 'Version', wideOnly: true, width: 80 },
  { label: 'Duration', wideOnly: true, number: true, width: 96 },
  { label: 'Message', wideOnly: true },
  { label: 'Trace', wideOnly: true, width: 150 },
]

/** The newest occurrences; each leads to its invocation and its trace. */
export function IssueSamples({ issue: { samples, count } }: { issue: IssueDetail }) {
  return (
    <Panel title="Samples" help="The newest invocations of each version, five an hour at most.">
      {samples.length === 0 ? (
        <Notice kind="empty" title="No sample is stored">
          {count === 0
            ? 'It did not happen in this window. Widen the range to see when it did.'
            : 'Invocations are kept for fewer days than counts.'}
        </Notice>
      ) : (
        <FigureTable
          label="Samples"
          orderParam="samplesOrder"
          columns={COLUMNS}
          minWidth={960}
          rows={samples.map((sample) => ({ key: sample.id, cells: cellsOf(sample), values: valuesOf(sample) }))}
        />
      )}
    </Panel>
  )
}

function valuesOf({ atMs, functionName, version, durationMs, errorMessage }: InvocationItem) {
  return [atMs, undefined, functionName, version, durationMs, errorMessage, undefined]
}

function cellsOf(sample: InvocationItem) {
  const { id, atMs, requestId, functionName, version, durationMs, errorMessage, traceId } = sample
  const { accountId, region } = sample
  return [
    <RelativeTime key="at" atMs={atMs} />,
    <AppLink
      key="request"
      to={`/invocations/${id}`}
      title={requestId}
      className="font-mono text-accent text-xs hover:underline"
    >
      {shortenId(requestId)}
    </AppLink>,
    <AppLink
      key="function"
      to={functionPath({ name: functionName })}
      params={{ accountId, region }}
      title={`${region} · ${accountId}`}
      className="hover:underline"
    >
      {functionName}
    </AppLink>,
    version,
    formatDuration(durationMs),
    <span key="message" title={errorMessage ?? undefined} className="line-clamp-1 break-all text-muted text-xs">
      {errorMessage ?? '—'}
    </span>,
    traceId === null ? (
      '—'
    ) : (
      <AppLink
        key="trace"
        to={`/traces/${traceId}`}
        title={traceId}
        className="font-mono text-accent text-xs hover:underline"
      >
        {shortenId(traceId, 10, 4)}
      </AppLink>
    ),
  ]
}

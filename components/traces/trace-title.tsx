'use client'

import { memo } from 'react'
import { TraceActions } from '@/components/traces/trace-actions'
import { statusOf, TraceStatus } from '@/components/traces/trace-status'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { PageTitle } from '@/components/ui/page-title'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TraceResponse } from '@/lib/contracts/traces'
import { traceUrl } from '@/lib/domain/console-links'
import { formatDuration } from '@/lib/domain/format'

export type TraceFacts = Omit<TraceResponse, 'spans'> & { spanCount: number; entry: string | null }

export const TraceTitle = memo(function TraceTitle({ trace }: { trace: TraceFacts }) {
  const { id, region } = trace
  return (
    <PageTitle
      aside={
        <>
          <TraceStatus status={statusOf(trace)} />
          <p className="figures text-muted text-sm">
            {trace.documents === 'read' && `${formatDuration(trace.durationMs)} · ${trace.spanCount} segments · `}
            {region} · <RelativeTime atMs={Math.round(trace.startMs)} />
          </p>
          {trace.documents === 'read' && !trace.complete && (
            <span className="text-error text-sm">Partial: segments are still arriving</span>
          )}
          {trace.limitExceeded && <span className="text-error text-sm">Cut: the trace is too large</span>}
          {trace.unreadable > 0 && (
            <span className="text-error text-sm">
              {trace.unreadable === 1 ? '1 document' : `${trace.unreadable} documents`} could not be read
            </span>
          )}
          <div className="flex items-center gap-1 sm:ml-auto">
            <code className="hidden text-faint text-xs md:inline">{id}</code>
            <CopyButton text={id} label="Copy the trace ID" />
            <TraceActions id={id} />
            <a href={traceUrl({ region, id })} target="_blank" rel="noreferrer" className={buttonClass('ghost', 'sm')}>
              Open in AWS
            </a>
          </div>
        </>
      }
    >
      {trace.entry ?? 'Trace'}
    </PageTitle>
  )
})

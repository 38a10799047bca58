'use client'

import { SegmentDetails } from '@/components/traces/segment-details'
import type { TraceFacts } from '@/components/traces/trace-title'
import { QueryError } from '@/components/ui/query-error'
import type { TraceColumns } from '@/lib/domain/traces/build-trace-columns'

type Props = {
  trace: TraceFacts
  columns: TraceColumns
  index: number
  /** Why the ID of the segment could not be had. */
  error: Error | null
  onRetry(): void
  onClose(): void
}

/** The details of the selected segment, once it is known by its ID: a large trace comes without most of them. */
export function WaterfallInspector({ trace, columns, index, error, onRetry, onClose }: Props) {
  if (columns.ids[index] !== undefined) {
    return (
      <SegmentDetails
        traceId={trace.id}
        columns={columns}
        index={index}
        invocations={trace.invocations}
        traceStartMs={trace.startMs}
        onClose={onClose}
      />
    )
  }
  return (
    <div className="min-w-0 shrink-0 overflow-hidden rounded-(--radius) border bg-surface lg:w-[380px]">
      {error ? <QueryError error={error} onRetry={onRetry} /> : <div className="skeleton m-3 h-48" />}
    </div>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { SegmentFacts } from '@/components/traces/segment-facts'
import { TraceStatus } from '@/components/traces/trace-status'
import type { TraceFacts } from '@/components/traces/trace-title'
import { AppLink } from '@/components/ui/app-link'
import { IconButton } from '@/components/ui/icon-button'
import { QueryError } from '@/components/ui/query-error'
import { spanOptions } from '@/lib/client/span-options'
import { formatDuration } from '@/lib/domain/format'
import { FLAG, type TraceColumns } from '@/lib/domain/traces/build-trace-columns'

type Props = {
  traceId: string
  columns: TraceColumns
  index: number
  invocations: TraceFacts['invocations']
  traceStartMs: number
  onClose(): void
}

/** What one segment says, beside the waterfall. Times are there at once; the rest is asked for. */
export function SegmentDetails({ traceId, columns, index, invocations, traceStartMs, onClose }: Props) {
  const id = columns.ids[index] ?? ''
  const { data, error, refetch } = useQuery(spanOptions(traceId, id))
  const durationUs = columns.durationUs[index] ?? 0
  const invocation = invocations.find(({ spanId }) => spanId === id)
  return (
    <aside
      aria-label="Segment details"
      className="flex max-h-[70vh] min-w-0 shrink-0 flex-col overflow-hidden rounded-(--radius) border bg-surface lg:max-h-none lg:w-[380px]"
    >
      <header className="flex items-start gap-2 border-b py-1.5 pr-1.5 pl-3">
        <div className="min-w-0 flex-1">
          <h2 className="break-words font-medium">{columns.words[columns.name[index] ?? -1]}</h2>
          <p className="truncate text-muted text-xs">{columns.words[columns.note[index] ?? -1]}</p>
        </div>
        <IconButton label="Close the details" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <dl className="grid grid-cols-3 border-b text-xs">
          <Figure name="Duration" value={durationUs < 0 ? 'running' : formatDuration(durationUs / 1000)} />
          <Figure name="Starts at" value={`+${formatDuration((columns.startUs[index] ?? 0) / 1000)}`} />
          <div className="px-3 py-2">
            <dt className="text-muted">Status</dt>
            <dd className="mt-0.5 text-sm">
              <TraceStatus status={statusOfFlags(columns.flags[index] ?? 0)} />
            </dd>
          </div>
        </dl>
        {invocation && (
          <p className="border-b px-3 py-2 text-sm">
            <AppLink to={`/invocations/${invocation.id}`} className="font-medium text-accent hover:underline">
              Open the invocation and its log lines
            </AppLink>
          </p>
        )}
        {error && <QueryError error={error} onRetry={refetch} />}
        {!data && !error && <div className="skeleton m-3 h-48" />}
        {data && <SegmentFacts detail={data} traceStartMs={traceStartMs} />}
      </div>
    </aside>
  )
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className="border-r px-3 py-2">
      <dt className="text-muted">{name}</dt>
      <dd className="figures mt-0.5 font-medium text-sm">{value}</dd>
    </div>
  )
}

function statusOfFlags(flags: number) {
  return flags & FLAG.fault ? 'fault' : flags & FLAG.throttle ? 'throttle' : flags & FLAG.error ? 'error' : 'ok'
}

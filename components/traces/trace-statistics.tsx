'use client'

import { useQuery } from '@tanstack/react-query'
import { memo } from 'react'
import {
  operationKey,
  operationName,
  prepareStatistics,
  STATISTICS_COLUMNS,
} from '@/components/traces/prepare-statistics'
import { FigureTable } from '@/components/ui/figure-table'
import { QueryError } from '@/components/ui/query-error'
import { classNames } from '@/lib/client/class-names'
import { traceStatisticsOptions } from '@/lib/client/trace-tools-options'
import { useViewParams } from '@/lib/client/view-params'
import type { OperationStats } from '@/lib/contracts/trace-tools'
import { formatDuration } from '@/lib/domain/format'

type Props = { traceId: string; selectedId: string | null; onSelectSpan(id: string): void }

/** What each operation of each service did in a trace; a row leads to its spans. */
export const TraceStatistics = memo(function TraceStatistics({ traceId, selectedId, onSelectSpan }: Props) {
  const { data, error, refetch } = useQuery(traceStatisticsOptions(traceId))
  const { params, set } = useViewParams()
  const open = params.get('operation')
  if (error) return <QueryError error={error} onRetry={refetch} />
  if (!data) return <div className="skeleton m-3 h-64" />
  const chosen = data.items.find((item) => operationKey(item) === open)
  const rows = prepareStatistics(data.items).map(({ key, name, texts, values }) => ({
    key,
    values,
    selected: key === open,
    cells: [
      <button
        key="name"
        type="button"
        aria-expanded={key === open}
        title={name}
        onClick={() => set({ operation: key === open ? null : key }, 'replace')}
        className="max-w-full truncate rounded text-left text-accent hover:underline max-sm:max-w-[140px]"
      >
        {name}
      </button>,
      ...texts.map((text, at) => (at === 0 ? <Service key="service" text={text} /> : text)),
    ],
  }))
  return (
    <>
      <FigureTable
        label="Statistics by service and operation"
        columns={STATISTICS_COLUMNS}
        rows={rows}
        orderParam="by"
        minWidth={1100}
        className="max-h-[480px]"
      />
      {chosen && <SpansOf item={chosen} selectedId={selectedId} onSelectSpan={onSelectSpan} />}
    </>
  )
})

function Service({ text }: { text: string }) {
  return (
    <span title={text} className="block max-w-[260px] truncate text-muted">
      {text}
    </span>
  )
}

type SpansProps = { item: OperationStats; selectedId: string | null; onSelectSpan(id: string): void }

/** The spans of an operation; each is shown in the waterfall. */
function SpansOf({ item, selectedId, onSelectSpan }: SpansProps) {
  const { slowest, count } = item
  return (
    <section aria-label={`Spans of ${operationName(item)}`} className="border-t px-3 py-2">
      <h3 className="text-muted text-xs">
        {slowest.length < count ? `The slowest ${slowest.length} of ${count} spans` : 'Its spans'}, the slowest first.
        Each is shown in the waterfall.
      </h3>
      <ul className="mt-1.5 flex flex-wrap gap-1.5">
        {slowest.map(({ id, durationMs }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={id === selectedId}
              aria-label={`Show the span ${id} of ${durationMs === null ? 'unknown length' : formatDuration(durationMs)}`}
              onClick={() => onSelectSpan(id)}
              className={classNames(
                'h-[24px] min-w-[24px] rounded border px-1.5 figures text-xs hover:bg-hover',
                id === selectedId && 'border-accent bg-selected',
              )}
            >
              {durationMs === null ? 'running' : formatDuration(durationMs)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

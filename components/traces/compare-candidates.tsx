'use client'

import { useQuery } from '@tanstack/react-query'
import { statusOf, TraceStatus } from '@/components/traces/trace-status'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { RelativeTime } from '@/components/ui/relative-time'
import { compareCandidatesOptions } from '@/lib/client/trace-tools-options'
import type { ComparedTrace } from '@/lib/contracts/trace-tools'
import { formatCount, formatDuration, shortenId } from '@/lib/domain/format'

const COLUMNS = [
  { label: 'Trace' },
  { label: 'Started' },
  { label: 'Status', wideOnly: true },
  { label: 'Duration', number: true },
  { label: 'Segments', number: true, wideOnly: true },
]

/** Traces of the hour around the first with the same entry point, to choose the second from. */
export function CompareCandidates({ first }: { first: ComparedTrace }) {
  const { data, error, refetch } = useQuery(compareCandidatesOptions(first))
  const others = (data?.items ?? []).filter(({ id }) => id !== first.id)
  return (
    <Panel
      title={`Compare with · ${first.entry ?? 'traces'}`}
      help="Traces that began within half an hour of the first and hold its entry point, the slowest first."
    >
      {error && <QueryError error={error} onRetry={refetch} />}
      {!data && !error && <div className="skeleton m-3 h-64" />}
      {data && others.length === 0 && (
        <Notice kind="empty" title="No other trace with this entry point began within half an hour">
          Type the ID of any other trace above.
        </Notice>
      )}
      {others.length > 0 && (
        <FigureTable
          label="Traces to compare with"
          columns={COLUMNS}
          orderParam="by"
          minWidth={320}
          rows={others.map((item) => ({
            key: `${item.id}/${item.accountId}/${item.region}`,
            values: [item.id, item.startMs, statusOf(item), item.durationMs, item.spanCount],
            cells: [
              <AppLink
                key="id"
                to="/traces/compare"
                params={{ a: first.id, b: item.id }}
                title={item.id}
                className="font-mono text-accent text-xs hover:underline"
              >
                {shortenId(item.id, 10, 6)}
              </AppLink>,
              <RelativeTime key="at" atMs={item.startMs} />,
              <TraceStatus key="status" status={statusOf(item)} />,
              formatDuration(item.durationMs),
              formatCount(item.spanCount),
            ],
          }))}
        />
      )}
    </Panel>
  )
}

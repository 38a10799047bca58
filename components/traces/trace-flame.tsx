'use client'

import { useQuery } from '@tanstack/react-query'
import { memo, useRef, useState } from 'react'
import { FlameCanvas } from '@/components/traces/flame-canvas'
import type { FlameNode } from '@/components/traces/flame-state'
import { FlameTable } from '@/components/traces/flame-table'
import { labelOf } from '@/components/traces/paint-flame'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { traceFlameOptions } from '@/lib/client/trace-tools-options'
import { useViewParams } from '@/lib/client/view-params'
import { formatDuration, formatPercent } from '@/lib/domain/format'

type Props = { traceId: string; onSelectSpan(id: string): void }

/** Where the time of a trace went, merged by call path, as a picture or as a table. */
export const TraceFlame = memo(function TraceFlame({ traceId, onSelectSpan }: Props) {
  const { data, error, refetch } = useQuery(traceFlameOptions(traceId))
  const { params, set } = useViewParams()
  const [pointed, setPointed] = useState<number | null>(null)
  const scroller = useRef<HTMLElement>(null)
  const zoomedId = params.get('flame')
  const asTable = params.get('as') === 'table'
  if (error) return <QueryError error={error} onRetry={refetch} />
  if (!data) return <div className="skeleton m-3 h-64" />
  const { nodes, wholeMs } = data
  const zoomed = zoomedId === null ? -1 : nodes.findIndex(({ slowestId }) => slowestId === zoomedId)
  const shown = nodes[pointed ?? zoomed]
  const zoom = (index: number | null) =>
    set({ flame: index === null || index === zoomed ? null : (nodes[index]?.slowestId ?? null) }, 'replace')
  if (wholeMs === 0 && !asTable) {
    return (
      <Notice
        kind="empty"
        title="No span of this trace has ended and taken time"
        actions={<Button onClick={() => set({ as: 'table' }, 'replace')}>Show data</Button>}
      >
        A flame graph is as wide as the time that spans took themselves.
      </Notice>
    )
  }
  return (
    <>
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-t px-3 py-1 text-xs">
        <p aria-live="polite" className="figures min-w-0 flex-1 truncate">
          {shown === undefined
            ? `${formatDuration(wholeMs)} of self time, merged by call path. Press a rectangle to let it fill the width.`
            : describe(shown)}
        </p>
        {shown !== undefined && (
          <Button size="sm" look="ghost" onClick={() => onSelectSpan(shown.slowestId)}>
            {shown.count > 1 ? 'Show its slowest span' : 'Show its span'}
          </Button>
        )}
        {zoomed >= 0 && (
          <Button size="sm" look="ghost" onClick={() => zoom(null)}>
            Show the whole
          </Button>
        )}
        <Button
          size="sm"
          look="ghost"
          aria-pressed={asTable}
          onClick={() => set({ as: asTable ? null : 'table' }, 'replace')}
        >
          {asTable ? 'Show picture' : 'Show data'}
        </Button>
      </div>
      {asTable ? (
        <FlameTable nodes={nodes} onSelectSpan={onSelectSpan} />
      ) : (
        <section
          ref={scroller}
          aria-label="Flame graph by call path"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
          tabIndex={0}
          className="max-h-[480px] overflow-y-auto border-t p-1"
        >
          <FlameCanvas
            nodes={nodes}
            zoomed={zoomed < 0 ? null : zoomed}
            active={pointed}
            scroller={scroller}
            onActive={setPointed}
            onZoom={zoom}
          />
        </section>
      )}
    </>
  )
})

function describe(node: FlameNode): string {
  const { selfMs, totalMs, width, service } = node
  return `${labelOf(node)} · ${service} · self ${formatDuration(selfMs)} · total ${formatDuration(totalMs)} · ${formatPercent(width)} with all below it`
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, memo, Suspense, useDeferredValue, useState } from 'react'
import { TraceGraph } from '@/components/traces/trace-graph'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { QueryError } from '@/components/ui/query-error'
import { traceGraphOptions } from '@/lib/client/trace-graph-options'
import { useViewParams } from '@/lib/client/view-params'

const TraceGraphTables = lazy(async () => ({
  default: (await import('@/components/traces/trace-graph-tables')).TraceGraphTables,
}))

/** To draw more takes the server seconds, in which it answers nobody else. */
const MOST_UNASKED = 10_000

type Props = {
  traceId: string
  segments: number
  lit: string | null
  onHover(service: string | null): void
  onSelectSpan(id: string): void
}

/** The services of the trace, asked for once the waterfall stands; of a very large trace when it is wanted. */
export const TraceGraphPanel = memo(function TraceGraphPanel(props: Props) {
  const { traceId, segments, lit, onHover, onSelectSpan } = props
  const [wanted, setWanted] = useState(segments <= MOST_UNASKED)
  const { data: answer, error, refetch } = useQuery({ ...traceGraphOptions(traceId), enabled: wanted })
  // Hundreds of elements at once: drawn in steps, so that the page goes on answering.
  const data = useDeferredValue(answer)
  const { params, set } = useViewParams()
  const asTable = params.get('graph') === 'table'
  return (
    <Panel
      title="Graph"
      help="The services of this trace in call order. The ring shows how calls ended; the time is their p95. Edges say how many calls, their p95 and how many of them failed. A press shows the first span of a service."
      actions={
        data && (
          <Button
            size="sm"
            look="ghost"
            aria-pressed={asTable}
            onClick={() => set({ graph: asTable ? null : 'table' }, 'replace')}
          >
            {asTable ? 'Show graph' : 'Show data'}
          </Button>
        )
      }
    >
      <div className="h-60">
        {!wanted && (
          <Notice
            kind="info"
            title={`The graph of ${segments} segments takes some seconds`}
            actions={<Button onClick={() => setWanted(true)}>Draw the graph</Button>}
          />
        )}
        {error && <QueryError error={error} onRetry={refetch} />}
        {wanted && !data && !error && <div className="skeleton mx-3 h-[228px]" />}
        {data && !asTable && <TraceGraph graph={data} lit={lit} onHover={onHover} onSelectSpan={onSelectSpan} />}
        {data && asTable && (
          <div className="h-full overflow-y-auto">
            <Suspense fallback={<div className="skeleton mx-3 h-[228px]" />}>
              <TraceGraphTables graph={data} onSelectSpan={onSelectSpan} />
            </Suspense>
          </div>
        )}
      </div>
    </Panel>
  )
})

'use client'

import { useEffect, useRef, useState } from 'react'
import type { TraceColumns } from '@/components/traces/build-trace-columns'
import { SegmentDetails } from '@/components/traces/segment-details'
import { TraceGraph } from '@/components/traces/trace-graph'
import { type TraceFacts, TraceTitle } from '@/components/traces/trace-title'
import { TraceTools } from '@/components/traces/trace-tools'
import { useWaterfall } from '@/components/traces/use-waterfall'
import { Waterfall } from '@/components/traces/waterfall'
import { WATERFALL_KEYS } from '@/components/traces/waterfall-keys'
import { WaterfallTools } from '@/components/traces/waterfall-tools'
import { KeyHelp } from '@/components/ui/key-help'
import { Notice } from '@/components/ui/notice'
import { Panel } from '@/components/ui/panel'
import { useViewParams } from '@/lib/client/view-params'
import type { GraphResponse } from '@/lib/contracts/traces'

type Props = { trace: TraceFacts; columns: TraceColumns; graph: GraphResponse; firstSpan: string | null }

/** Graph, waterfall, details and log lines of one trace; what the pointer is on lights up in all of them. */
export function TraceScreen({ trace, columns, graph, firstSpan }: Props) {
  const firstIndex = firstSpan === null ? -1 : columns.ids.indexOf(firstSpan)
  const waterfall = useWaterfall(columns, firstIndex < 0 ? null : firstIndex)
  const { state, dispatch } = waterfall
  const [lit, setLit] = useState<string | null>(null)
  const [help, setHelp] = useState(false)
  const findBox = useRef<HTMLInputElement>(null)
  const { set } = useViewParams()
  const selectedId = state.selected === null ? null : (columns.ids[state.selected] ?? null)
  useEffect(() => set({ span: selectedId }, 'replace'), [set, selectedId])
  if (columns.ids.length === 0) {
    return (
      <div className="flex flex-col gap-4">
        <TraceTitle trace={trace} />
        {trace.documents === 'expired' ? (
          <Notice kind="empty" title="The segments of this trace have expired">
            Segments are kept for 7 days. The summary of the trace and its place in the list stay for 30.
          </Notice>
        ) : (
          <Notice kind="waiting" title="The segments of this trace have not been read yet" live>
            Its summary is known; its documents follow within a minute. Load the page again then.
          </Notice>
        )}
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <TraceTitle trace={trace} />
      {graph.nodes.length > 0 && (
        <Panel
          title="Graph"
          help="The services of this trace in call order. The ring shows how calls ended; the time is their p95."
        >
          <TraceGraph graph={graph} lit={lit} onHover={setLit} />
        </Panel>
      )}
      <div className="flex flex-col gap-4 lg:h-[min(720px,calc(100dvh-6rem))] lg:flex-row">
        <section
          aria-label="Waterfall"
          className="flex h-[480px] min-w-0 flex-1 flex-col overflow-hidden rounded-(--radius) border bg-surface lg:h-auto"
        >
          <WaterfallTools columns={columns} waterfall={waterfall} findBox={findBox} onHelp={() => setHelp(true)} />
          <Waterfall
            columns={columns}
            waterfall={waterfall}
            litService={lit}
            findBox={findBox}
            onHover={setLit}
            onHelp={() => setHelp(true)}
          />
        </section>
        {state.selected !== null && (
          <SegmentDetails
            traceId={trace.id}
            columns={columns}
            index={state.selected}
            invocations={trace.invocations}
            traceStartMs={trace.startMs}
            onClose={() => dispatch({ type: 'select', index: null })}
          />
        )}
      </div>
      <TraceTools
        trace={trace}
        selectedId={selectedId}
        lit={lit}
        onHover={setLit}
        onSelectSpan={(id) => dispatch({ type: 'select', index: columns.ids.indexOf(id) })}
      />
      {help && <KeyHelp title="Keys of the waterfall" rows={WATERFALL_KEYS} onClose={() => setHelp(false)} />}
    </div>
  )
}

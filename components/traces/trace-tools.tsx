'use client'

import { lazy, Suspense } from 'react'
import type { TraceFacts } from '@/components/traces/trace-title'
import { Panel } from '@/components/ui/panel'
import { Segmented } from '@/components/ui/segmented'
import { useStableHandler } from '@/lib/client/use-stable-handler'
import { useViewParams } from '@/lib/client/view-params'

const TraceLines = lazy(async () => ({ default: (await import('@/components/traces/trace-lines')).TraceLines }))
const TraceStatistics = lazy(async () => ({
  default: (await import('@/components/traces/trace-statistics')).TraceStatistics,
}))
const TraceFlame = lazy(async () => ({ default: (await import('@/components/traces/trace-flame')).TraceFlame }))
const TraceDocuments = lazy(async () => ({
  default: (await import('@/components/traces/trace-documents')).TraceDocuments,
}))

const TOOLS = [
  {
    value: 'logs',
    label: 'Logs',
    title: 'Log lines of its invocations',
    help: 'Log lines of all its invocations by time, joined by trace ID and request ID.',
  },
  {
    value: 'statistics',
    label: 'Statistics',
    title: 'Statistics by service and operation',
    help: 'By service and operation. Self time is that in which none of its children ran. Share: the part of the trace in which at least one of them ran.',
  },
  {
    value: 'flame',
    label: 'Flame',
    title: 'Flame graph by call path',
    help: 'Spans of the same call path are merged. A rectangle is as wide as the time that its spans and all below them spent themselves.',
  },
  {
    value: 'documents',
    label: 'Documents',
    title: 'Documents of X-Ray',
    help: 'The segment documents as X-Ray answered them.',
  },
] as const
type Tool = (typeof TOOLS)[number]['value']

type Props = {
  trace: TraceFacts
  selectedId: string | null
  /** The service that the pointer is on, here or in the waterfall. */
  lit: string | null
  onSelectSpan(id: string): void
  onHover(service: string | null): void
}

/** What else there is to know of a trace, one at a time, each loaded when it is looked at. */
export function TraceTools({ trace, selectedId, lit, onSelectSpan, onHover }: Props) {
  const { params, set } = useViewParams()
  const asked = params.get('tool')
  const tool = TOOLS.find(({ value }) => value === asked) ?? TOOLS[0]
  // The same for as long as the page stands: tools are not drawn anew for each service that the pointer comes to.
  const show = useStableHandler((id: string) => {
    onSelectSpan(id)
    document.querySelector('section[aria-label="Waterfall"]')?.scrollIntoView({ block: 'nearest' })
  })
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Segmented<Tool>
          label="Tool"
          value={tool.value}
          options={TOOLS}
          onChange={(next) => set({ tool: next === TOOLS[0].value ? null : next })}
        />
      </div>
      <Panel title={tool.title} help={tool.help}>
        <Suspense fallback={<div className="skeleton m-3 h-64" />}>
          {tool.value === 'logs' && (
            <TraceLines trace={trace} selectedId={selectedId} lit={lit} onSelectSpan={show} onHover={onHover} />
          )}
          {tool.value === 'statistics' && (
            <TraceStatistics traceId={trace.id} selectedId={selectedId} onSelectSpan={show} />
          )}
          {tool.value === 'flame' && <TraceFlame traceId={trace.id} onSelectSpan={show} />}
          {tool.value === 'documents' && <TraceDocuments traceId={trace.id} onSelectSpan={show} />}
        </Suspense>
      </Panel>
    </div>
  )
}

'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { explainGaps } from '@/components/traces/explain-gaps'
import type { ToldOfAll } from '@/components/traces/tell-of-all'
import { TraceGraphPanel } from '@/components/traces/trace-graph-panel'
import { type TraceFacts, TraceTitle } from '@/components/traces/trace-title'
import { TraceTools } from '@/components/traces/trace-tools'
import { UnreadTrace } from '@/components/traces/unread-trace'
import { useShowSpan } from '@/components/traces/use-show-span'
import { useSpanIds } from '@/components/traces/use-span-ids'
import { useSpanPlaces } from '@/components/traces/use-span-places'
import { useSpansAhead } from '@/components/traces/use-spans-ahead'
import { useWaterfall } from '@/components/traces/use-waterfall'
import { useWaterfallUrl } from '@/components/traces/use-waterfall-url'
import { useWholeTrace } from '@/components/traces/use-whole-trace'
import { Waterfall } from '@/components/traces/waterfall'
import { WaterfallInspector } from '@/components/traces/waterfall-inspector'
import { WATERFALL_KEYS } from '@/components/traces/waterfall-keys'
import { WaterfallTools } from '@/components/traces/waterfall-tools'
import { readWaterfall } from '@/components/traces/waterfall-url'
import { KeyHelp } from '@/components/ui/key-help'
import { Notice } from '@/components/ui/notice'
import { QueryError } from '@/components/ui/query-error'
import { useViewParams } from '@/lib/client/view-params'
import type { PackedColumns } from '@/lib/domain/traces/pack-trace-columns'

type Props = {
  trace: TraceFacts
  /** All spans, or the first of a long trace. */
  packed: PackedColumns
  /** Of all spans, where packed are the first. */
  told: ToldOfAll | null
  /** Places of spans by ID: of those that the page's address and the trace's invocations name. */
  places: Record<string, number>
  /** For how many days segments and summaries are kept; where segments have expired. */
  kept: { traceDocuments: number; traces: number } | null
}

/** Graph, waterfall, details and log lines of one trace; what the pointer is on lights up in all of them. */
export function TraceScreen({ kept, ...props }: Props) {
  const { trace, packed } = props
  if (packed.count > 0) return <TraceParts {...props} />
  return (
    <div className="flex flex-col gap-4">
      <TraceTitle trace={trace} />
      {kept !== null ? (
        <Notice kind="empty" title="The segments of this trace have expired">
          Segments are kept for {daysOf(kept.traceDocuments)}, the summary of the trace and its place in the list for{' '}
          {daysOf(kept.traces)}.
        </Notice>
      ) : (
        <UnreadTrace />
      )}
    </div>
  )
}

function daysOf(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}

function TraceParts({ trace, packed, told, places }: Omit<Props, 'kept'>) {
  const { trace: measured, error: partError, read } = useWholeTrace(trace, packed)
  const unpacked = measured.columns
  const awaited = trace.spanCount - unpacked.size.length
  const part = awaited > 0 ? told : null
  const { columns, need, error } = useSpanIds(trace, unpacked)
  const askAhead = useSpansAhead(trace.id)
  const spanPlaces = useSpanPlaces(trace, unpacked, places)
  const { params } = useViewParams()
  const shape = useMemo(() => ({ count: trace.spanCount, version: trace.version }), [trace.spanCount, trace.version])
  const [first] = useState(() => readWaterfall(params, shape, spanPlaces.indexOf))
  const waterfall = useWaterfall(measured, first)
  const { state, dispatch, visible } = waterfall
  const { showSpan, failure, setFailure } = useShowSpan(spanPlaces.find, dispatch)
  const idOf = (index: number) => columns.ids[index] ?? null
  useWaterfallUrl({ trace: shape, state, places: spanPlaces, idOf, dispatch, onError: setFailure })
  const [lit, setLit] = useState<string | null>(null)
  const [help, setHelp] = useState(false)
  const findBox = useRef<HTMLInputElement>(null)
  const gaps = useMemo(() => part?.gaps ?? explainGaps(unpacked, trace), [part, unpacked, trace])
  useEffect(() => {
    void need([state.selected, state.focus].filter((index) => index !== null))
  }, [need, state.selected, state.focus])
  const onRows = async (first: number, last: number) => {
    const ids = await need(visible.slice(first, last))
    if (awaited === 0) await askAhead(ids)
  }
  return (
    <div className="flex flex-col gap-4">
      <TraceTitle trace={trace} />
      <TraceGraphPanel
        traceId={trace.id}
        segments={trace.spanCount}
        lit={lit}
        onHover={setLit}
        onSelectSpan={showSpan}
      />
      <div className="flex flex-col gap-4 lg:h-[min(720px,calc(100dvh-6rem))] lg:flex-row">
        <section
          aria-label="Waterfall"
          className="flex h-[480px] min-w-0 flex-1 flex-col overflow-hidden rounded-(--radius) border bg-surface lg:h-auto"
        >
          <WaterfallTools
            trace={measured}
            waterfall={waterfall}
            failed={part?.failed ?? waterfall.failed.length}
            findBox={findBox}
            onHelp={() => setHelp(true)}
          />
          {partError && <QueryError error={partError} onRetry={read} />}
          {failure !== null && (
            <p role="alert" className="border-b px-3 py-1 text-error text-xs">
              {failure}
            </p>
          )}
          {gaps.length > 0 && <p className="border-b px-3 py-1 text-muted text-xs">{gaps.join(' ')}</p>}
          <Waterfall
            trace={measured}
            awaited={awaited}
            waterfall={waterfall}
            litService={lit}
            findBox={findBox}
            onHover={setLit}
            onHelp={() => setHelp(true)}
            onRows={onRows}
          />
        </section>
        {state.selected !== null && (
          <WaterfallInspector
            trace={trace}
            columns={columns}
            index={state.selected}
            error={error}
            onRetry={() => void need(state.selected === null ? [] : [state.selected])}
            onClose={() => dispatch({ type: 'select', index: null })}
          />
        )}
      </div>
      <TraceTools
        trace={trace}
        selectedId={state.selected === null ? null : idOf(state.selected)}
        lit={lit}
        onHover={setLit}
        onSelectSpan={showSpan}
      />
      {help && <KeyHelp title="Keys of the waterfall" rows={WATERFALL_KEYS} onClose={() => setHelp(false)} />}
    </div>
  )
}

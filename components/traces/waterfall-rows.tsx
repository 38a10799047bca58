// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed freely cannot stand in a table
'use client'

import { type RefObject, useEffect, useMemo } from 'react'
import { FlungRows } from '@/components/traces/flung-rows'
import { listCriticalStretches } from '@/components/traces/measure-waterfall'
import type { FlungRow } from '@/components/traces/paint-rows'
import { paintStretches } from '@/components/traces/paint-stretches'
import type { useWaterfall } from '@/components/traces/use-waterfall'
import { ROW_HEIGHT, statusColor, WaterfallRow } from '@/components/traces/waterfall-row'
import { hasRowsBelow, isClosed, type Trace } from '@/components/traces/waterfall-state'
import { useStableHandler } from '@/lib/client/use-stable-handler'
import { useVirtualRows } from '@/lib/client/use-virtual-rows'
import { formatDuration } from '@/lib/domain/format'
import { FLAG } from '@/lib/domain/traces/build-trace-columns'

type Props = {
  trace: Trace
  /** How many spans are still on their way: their rows stand empty below. */
  awaited: number
  waterfall: ReturnType<typeof useWaterfall>
  colors: ReadonlyMap<string, string>
  litService: string | null
  scroller: RefObject<HTMLElement | null>
  /** Which rows have stood on the screen for a moment: the first inclusive, the last exclusive. */
  onRows(first: number, last: number): void
}

/** When rows have stood this long, they are what is looked at. */
const SETTLED_MS = 100

/**
 * The rows on the screen: while they scroll, they alone are drawn again. A row's key is its place in the pool, not its span,
 * so that it is used again.
 */
export function WaterfallRows({ trace, awaited, waterfall, colors, litService, scroller, onRows }: Props) {
  const count = waterfall.visible.length + awaited
  const { first, last, isFlung } = useVirtualRows({ count, rowHeight: ROW_HEIGHT, scroller })
  const tellRows = useStableHandler(onRows)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows may stand in the same places
  useEffect(() => {
    const timer = setTimeout(() => tellRows(first, last), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [tellRows, first, last, waterfall.visible, awaited])
  return (
    <div role="rowgroup" className="relative" style={{ height: count * ROW_HEIGHT }}>
      {isFlung ? (
        <FlungRows
          rows={waterfall.visible
            .slice(first, last)
            .map((index) => describeFlung(trace, waterfall.state, colors, index))}
          first={first}
          rowHeight={ROW_HEIGHT}
          scroller={scroller}
        />
      ) : (
        <Rows
          trace={trace}
          awaited={awaited}
          waterfall={waterfall}
          colors={colors}
          litService={litService}
          first={first}
          last={last}
        />
      )}
    </div>
  )
}

type RowsProps = Pick<Props, 'trace' | 'awaited' | 'waterfall' | 'colors' | 'litService'> & {
  first: number
  last: number
}

function Rows({ trace, awaited, waterfall, colors, litService, first, last }: RowsProps) {
  const { columns, measures } = trace
  const { words, totalUs } = columns
  const { state, visible, matches } = waterfall
  const found = useMemo(() => new Set(matches), [matches])
  const paint = useCriticalPaint(trace, state.view)
  const length = state.view.to - state.view.from
  const base = state.focus === null ? 0 : (columns.depth[state.focus] ?? 0)
  const pool = Math.max(1, last - first)
  return visible.slice(first, last).map((index, offset) => {
    const position = first + offset
    const flags = columns.flags[index] ?? 0
    const service = words[columns.service[index] ?? -1] ?? ''
    const start = columns.startUs[index] ?? 0
    // What is on its way may hang from it.
    const isCut = awaited > 0 && index + (columns.size[index] ?? 1) >= columns.size.length
    return (
      <WaterfallRow
        key={position % pool}
        index={index}
        position={position}
        top={position * ROW_HEIGHT}
        name={words[columns.name[index] ?? -1] ?? ''}
        note={words[columns.note[index] ?? -1] ?? ''}
        color={colors.get(service) ?? 'var(--series-8)'}
        depth={(columns.depth[index] ?? 0) - base}
        left={(start / totalUs - state.view.from) / length}
        width={Math.max(0, (measures.endUs[index] ?? 0) - start) / totalUs / length}
        durationUs={columns.durationUs[index] ?? 0}
        selfUs={isCut ? null : (measures.selfUs[index] ?? 0)}
        flags={flags}
        critical={flags & FLAG.critical && !isCut ? paint(index) : null}
        below={!hasRowsBelow(trace, state, index) ? 'none' : isClosed(columns, state, index) ? 'closed' : 'open'}
        selected={state.selected === index}
        lit={litService === service}
        dimmed={state.criticalOnly && !(flags & FLAG.critical)}
        match={found.has(index)}
      />
    )
  })
}

function describeFlung(
  { columns, measures }: Trace,
  { view, focus }: Props['waterfall']['state'],
  colors: Props['colors'],
  index: number,
): FlungRow {
  const { words, totalUs } = columns
  const flags = columns.flags[index] ?? 0
  const durationUs = columns.durationUs[index] ?? 0
  const shareOf = (us: number) => (us / totalUs - view.from) / (view.to - view.from)
  return {
    index,
    name: words[columns.name[index] ?? -1] ?? '',
    isSegment: !(flags & FLAG.subsegment),
    depth: (columns.depth[index] ?? 0) - (focus === null ? 0 : (columns.depth[focus] ?? 0)),
    color: colors.get(words[columns.service[index] ?? -1] ?? '') ?? 'var(--series-8)',
    edge: statusColor(flags),
    from: Math.max(0, shareOf(columns.startUs[index] ?? 0)),
    to: Math.min(1, shareOf(measures.endUs[index] ?? 0)),
    time: durationUs < 0 ? 'running' : formatDuration(durationUs / 1000),
  }
}

/** The picture below a bar, made once for each span and stretch of time: a root may have thousands of calls. */
function useCriticalPaint(trace: Trace, view: Props['waterfall']['state']['view']): (index: number) => string | null {
  return useMemo(() => {
    const painted = new Map<number, string | null>()
    return (index) => {
      const known = painted.get(index)
      if (known !== undefined) return known
      const stretches = listCriticalStretches(trace.columns, trace.measures, index)
      const picture = paintStretches(stretches, trace.columns.totalUs, view)
      painted.set(index, picture)
      return picture
    }
  }, [trace, view])
}

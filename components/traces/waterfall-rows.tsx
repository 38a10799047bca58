'use client'

import { useMemo } from 'react'
import { FLAG } from '@/components/traces/build-trace-columns'
import { listCriticalStretches } from '@/components/traces/measure-waterfall'
import { paintStretches } from '@/components/traces/paint-stretches'
import type { useWaterfall } from '@/components/traces/use-waterfall'
import { ROW_HEIGHT, WaterfallRow } from '@/components/traces/waterfall-row'
import { isClosed, type Trace } from '@/components/traces/waterfall-state'

type Props = {
  trace: Trace
  waterfall: ReturnType<typeof useWaterfall>
  colors: ReadonlyMap<string, string>
  litService: string | null
  first: number
  last: number
}

/** The rows between two places. A row's key is its place in the pool, not its span, so that it is used again. */
export function WaterfallRows({ trace, waterfall, colors, litService, first, last }: Props) {
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
        selfUs={measures.selfUs[index] ?? 0}
        flags={flags}
        critical={flags & FLAG.critical ? paint(index) : null}
        below={(columns.size[index] ?? 1) < 2 ? 'none' : isClosed(columns, state, index) ? 'closed' : 'open'}
        selected={state.selected === index}
        lit={litService === service}
        dimmed={state.criticalOnly && !(flags & FLAG.critical)}
        match={found.has(index)}
      />
    )
  })
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

// biome-ignore-all lint/a11y/useSemanticElements: a treegrid has no element of its own, and table rows cannot be placed freely
'use client'

import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
} from 'react'
import { FLAG, type TraceColumns } from '@/components/traces/build-trace-columns'
import { serviceColors } from '@/components/traces/service-colors'
import type { useWaterfall } from '@/components/traces/use-waterfall'
import { WATERFALL_KEYS } from '@/components/traces/waterfall-keys'
import { WaterfallMinimap } from '@/components/traces/waterfall-minimap'
import { ROW_HEIGHT, WaterfallRow } from '@/components/traces/waterfall-row'
import { WaterfallRuler } from '@/components/traces/waterfall-ruler'
import { useVirtualRows } from '@/lib/client/use-virtual-rows'

type Props = {
  columns: TraceColumns
  waterfall: ReturnType<typeof useWaterfall>
  litService: string | null
  findBox: RefObject<HTMLInputElement | null>
  onHover(service: string | null): void
  onHelp(): void
}

/**
 * The trace from top to bottom in call order. Only rows on the screen exist, and they are used again as the view moves:
 * a row's key is its place in the pool, not its span.
 */
export function Waterfall({ columns, waterfall, litService, findBox, onHover, onHelp }: Props) {
  const { state, dispatch, visible, matches } = waterfall
  const scroller = useRef<HTMLDivElement>(null)
  const { first, last } = useVirtualRows({ count: visible.length, rowHeight: ROW_HEIGHT, scroller })
  const colors = useMemo(() => serviceColors(columns), [columns])
  const found = useMemo(() => new Set(matches), [matches])
  const { view } = state
  const span = view.to - view.from
  const pool = Math.max(1, last - first)
  useKeepSelectedInView(scroller, state.selected, visible)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const bound = WATERFALL_KEYS.find(({ keys }) => keys.includes(event.key))
    if (!bound) return
    event.preventDefault()
    if (bound.action === 'find') findBox.current?.focus()
    else if (bound.action === 'help') onHelp()
    else dispatch(bound.action)
  }
  const onClick = (event: MouseEvent) => {
    const index = indexOf(event.target)
    if (index === null) return
    if (event.target instanceof Element && event.target.closest('[data-toggle]')) dispatch({ type: 'toggle', index })
    else dispatch({ type: 'select', index })
  }
  const onPointerOver = (event: PointerEvent) => {
    const index = indexOf(event.target)
    onHover(index === null ? null : (columns.words[columns.service[index] ?? -1] ?? null))
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col [--after:72px] [--names:clamp(180px,36%,420px)]">
      <WaterfallMinimap columns={columns} view={view} onView={(next) => dispatch({ type: 'view', view: next })} />
      <WaterfallRuler totalUs={columns.totalUs} view={view} />
      <div
        ref={scroller}
        role="treegrid"
        aria-label="Trace waterfall"
        aria-rowcount={visible.length + 1}
        aria-colcount={2}
        aria-activedescendant={state.selected === null ? undefined : `span-${state.selected}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={() => dispatch({ type: 'zoom' })}
        onPointerOver={onPointerOver}
        onPointerLeave={() => onHover(null)}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain"
      >
        <div role="rowgroup" className="relative" style={{ height: visible.length * ROW_HEIGHT }}>
          {visible.slice(first, last).map((index, offset) => {
            const position = first + offset
            const flags = columns.flags[index] ?? 0
            const service = columns.words[columns.service[index] ?? -1] ?? ''
            const durationUs = columns.durationUs[index] ?? 0
            const start = (columns.startUs[index] ?? 0) / columns.totalUs
            const share = durationUs < 0 ? Math.max(0, 1 - start) : durationUs / columns.totalUs
            return (
              <WaterfallRow
                key={position % pool}
                index={index}
                position={position}
                top={position * ROW_HEIGHT}
                name={columns.words[columns.name[index] ?? -1] ?? ''}
                note={columns.words[columns.note[index] ?? -1] ?? ''}
                color={colors.get(service) ?? 'var(--series-8)'}
                depth={columns.depth[index] ?? 0}
                left={(start - view.from) / span}
                width={share / span}
                durationUs={durationUs}
                flags={flags}
                below={(columns.size[index] ?? 1) < 2 ? 'none' : state.collapsed.has(index) ? 'closed' : 'open'}
                selected={state.selected === index}
                lit={litService === service}
                dimmed={state.criticalOnly && !(flags & FLAG.critical)}
                match={found.has(index)}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

function useKeepSelectedInView(
  scroller: RefObject<HTMLElement | null>,
  selected: number | null,
  visible: number[],
): void {
  useEffect(() => {
    const element = scroller.current
    if (!element || selected === null) return
    const top = visible.indexOf(selected) * ROW_HEIGHT
    if (top < element.scrollTop) element.scrollTop = Math.max(0, top - ROW_HEIGHT)
    else if (top + 2 * ROW_HEIGHT > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + 2 * ROW_HEIGHT - element.clientHeight
    }
  }, [scroller, selected, visible])
}

function indexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return row === null ? null : Number(row.dataset.index)
}

// biome-ignore-all lint/a11y/useSemanticElements: a treegrid has no element of its own, and table rows cannot be placed freely
'use client'

import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react'
import { serviceColors } from '@/components/traces/service-colors'
import type { useWaterfall } from '@/components/traces/use-waterfall'
import { useWaterfallCursor } from '@/components/traces/waterfall-cursor'
import { WATERFALL_KEYS } from '@/components/traces/waterfall-keys'
import { WaterfallMinimap } from '@/components/traces/waterfall-minimap'
import { ROW_HEIGHT } from '@/components/traces/waterfall-row'
import { WaterfallRows } from '@/components/traces/waterfall-rows'
import { RULER_HEIGHT, WaterfallRuler } from '@/components/traces/waterfall-ruler'
import type { TimeView, Trace } from '@/components/traces/waterfall-state'

type Props = {
  trace: Trace
  /** How many spans are still on their way. */
  awaited: number
  waterfall: ReturnType<typeof useWaterfall>
  litService: string | null
  findBox: RefObject<HTMLInputElement | null>
  onHover(service: string | null): void
  onHelp(): void
  /** Which rows have stood on the screen for a moment: the first inclusive, the last exclusive. */
  onRows(first: number, last: number): void
}

/** The trace from top to bottom in call order. Only rows on the screen exist, and they are used again as the view moves. */
export function Waterfall({ trace, awaited, waterfall, litService, findBox, onHover, onHelp, onRows }: Props) {
  const { columns } = trace
  const { state, dispatch, visible } = waterfall
  const box = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const colors = useMemo(() => serviceColors(columns), [columns])
  const { cursor, follow, hide } = useWaterfallCursor({ totalUs: columns.totalUs, view: state.view, box })
  useKeepSelectedInView(scroller, waterfall)
  const onView = useCallback((view: TimeView) => dispatch({ type: 'view', view }), [dispatch])
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
    dispatch({ type: isToggle(event.target) ? 'toggle' : 'select', index })
    // The details take room from the times: the line would stand at another moment than it says.
    hide()
  }
  const onDoubleClick = ({ target }: MouseEvent) => {
    if (indexOf(target) !== null && !isToggle(target)) dispatch({ type: 'zoom' })
  }
  const onPointerOver = (event: PointerEvent) => {
    const index = indexOf(event.target)
    onHover(index === null ? null : (columns.words[columns.service[index] ?? -1] ?? null))
  }
  return (
    <div
      ref={box}
      onPointerMove={follow}
      onPointerLeave={hide}
      className="relative flex min-h-0 flex-1 flex-col [--after:72px] [--names:clamp(150px,36%,420px)] [--self:64px] max-sm:[--self:0px]"
    >
      <WaterfallMinimap columns={awaited > 0 ? null : columns} view={state.view} onView={onView} />
      {cursor}
      <div
        ref={scroller}
        role="treegrid"
        aria-label="Trace waterfall"
        aria-rowcount={visible.length + awaited + 1}
        aria-colcount={3}
        aria-activedescendant={state.selected === null ? undefined : `span-${state.selected}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onPointerOver={onPointerOver}
        onPointerLeave={() => onHover(null)}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain [scrollbar-gutter:stable]"
      >
        <WaterfallRuler totalUs={columns.totalUs} view={state.view} />
        <WaterfallRows
          trace={trace}
          awaited={awaited}
          waterfall={waterfall}
          colors={colors}
          litService={litService}
          scroller={scroller}
          onRows={onRows}
        />
      </div>
    </div>
  )
}

/** Follows what is selected, shown or focused; who opens and closes rows far away stays there. */
function useKeepSelectedInView(
  scroller: RefObject<HTMLElement | null>,
  { state: { selected, focus }, visible, shown }: Props['waterfall'],
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that open and close elsewhere are no reason to move
  useEffect(() => {
    const element = scroller.current
    const at = selected === null ? -1 : visible.indexOf(selected)
    if (!element || at < 0) return
    const top = at * ROW_HEIGHT
    const room = element.clientHeight - RULER_HEIGHT
    if (top < element.scrollTop) element.scrollTop = Math.max(0, top - ROW_HEIGHT)
    else if (top + 2 * ROW_HEIGHT > element.scrollTop + room) element.scrollTop = top + 2 * ROW_HEIGHT - room
  }, [scroller, selected, focus, shown])
}

function isToggle(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[data-toggle]') !== null
}

function indexOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return row === null ? null : Number(row.dataset.index)
}

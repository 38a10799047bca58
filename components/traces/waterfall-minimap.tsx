'use client'

import { memo, type PointerEvent, useMemo, useRef, useState } from 'react'
import { buildMinimapPath, MINIMAP } from '@/components/traces/build-minimap-path'
import { type TimeView, WHOLE } from '@/components/traces/waterfall-state'
import { Button } from '@/components/ui/button'
import type { TraceColumns } from '@/lib/domain/traces/build-trace-columns'

/** columns: null while they are on their way. */
type Props = { columns: TraceColumns | null; view: TimeView; onView(view: TimeView): void }

/** Less than this share of the trace is a press, not a drag. */
const LEAST_DRAG = 0.004

/** The whole trace at a glance. A drag narrows the waterfall to that stretch of time. */
export const WaterfallMinimap = memo(function WaterfallMinimap({ columns, view, onView }: Props) {
  const paths = useMemo(() => columns && buildMinimapPath(columns), [columns])
  const box = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<TimeView | null>(null)
  const shareOf = (event: PointerEvent) => {
    const rect = box.current?.getBoundingClientRect()
    return rect ? Math.max(0, Math.min(1, (event.clientX - rect.left) / rect.width)) : 0
  }
  const onPointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    const at = shareOf(event)
    setDrag({ from: at, to: at })
  }
  const onPointerUp = () => {
    if (!drag) return
    setDrag(null)
    const next = { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) }
    if (next.to - next.from >= LEAST_DRAG) onView(next)
  }
  const shown = drag ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) } : view
  const narrowed = view.from > 0 || view.to < 1
  return (
    <div className="flex shrink-0 overflow-hidden border-b [scrollbar-gutter:stable]">
      <div className="flex w-(--names) shrink-0 items-center border-r border-r-grid px-2 text-2xs text-faint">
        {narrowed ? (
          <Button size="sm" look="ghost" onClick={() => onView(WHOLE)}>
            Show the whole trace
          </Button>
        ) : (
          <span className="truncate px-1">Drag over the map to narrow the time</span>
        )}
      </div>
      <div className="w-(--self) shrink-0 border-r border-r-grid max-sm:hidden" />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer's shortcut; what it shows is all in the rows */}
      <div
        ref={box}
        onPointerDown={onPointerDown}
        onPointerMove={(event) => drag && setDrag({ ...drag, to: shareOf(event) })}
        onPointerUp={onPointerUp}
        onDoubleClick={() => onView(WHOLE)}
        className="relative mr-(--after) h-9 min-w-0 flex-1 cursor-crosshair touch-none select-none py-0.5"
      >
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${MINIMAP.width} ${MINIMAP.height}`}
          preserveAspectRatio="none"
          className="size-full"
        >
          <path
            d={paths?.ok}
            stroke="var(--series-1)"
            strokeWidth="1.5"
            strokeOpacity="0.7"
            vectorEffect="non-scaling-stroke"
          />
          <path d={paths?.failed} stroke="var(--fault)" strokeWidth="2" vectorEffect="non-scaling-stroke" />
        </svg>
        <div className="absolute inset-y-0 left-0 bg-canvas opacity-70" style={{ width: `${shown.from * 100}%` }} />
        <div
          className="absolute inset-y-0 right-0 bg-canvas opacity-70"
          style={{ width: `${(1 - shown.to) * 100}%` }}
        />
      </div>
    </div>
  )
})

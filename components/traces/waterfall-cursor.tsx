'use client'

import { type PointerEvent, type RefObject, useRef } from 'react'
import type { TimeView } from '@/components/traces/waterfall-state'
import { formatDuration } from '@/lib/domain/format'

type Options = { totalUs: number; view: TimeView; box: RefObject<HTMLElement | null> }

/**
 * A line that follows the pointer over the times and says which moment it stands at. Moved by hand: to draw the waterfall
 * anew for each step of the pointer would cost more than all else.
 */
export function useWaterfallCursor({ totalUs, view, box }: Options) {
  const line = useRef<HTMLDivElement>(null)
  const label = useRef<HTMLSpanElement>(null)
  const hide = () => line.current?.classList.add('hidden')
  const follow = ({ clientX }: PointerEvent) => {
    const times = box.current?.querySelector('[data-times]')?.getBoundingClientRect()
    const left = box.current?.getBoundingClientRect().left ?? 0
    if (!times || !line.current || !label.current || clientX < times.left || clientX > times.right) return hide()
    const share = view.from + ((clientX - times.left) / times.width) * (view.to - view.from)
    line.current.classList.remove('hidden')
    line.current.style.transform = `translateX(${clientX - left}px)`
    label.current.textContent = `+${formatDuration((totalUs * share) / 1000)}`
    label.current.style.transform = clientX > times.right - 72 ? 'translateX(-100%)' : ''
  }
  const cursor = (
    <div
      ref={line}
      aria-hidden
      data-cursor
      className="pointer-events-none absolute inset-y-0 left-0 z-10 hidden border-l border-l-accent"
    >
      <span ref={label} className="figures absolute top-0 bg-raised px-1 text-2xs text-text" />
    </div>
  )
  return { cursor, follow, hide }
}

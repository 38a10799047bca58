'use client'

import { useEffect, useRef, useState } from 'react'

type Options = { count: number; onOpen(index: number): void; onMove?(index: number): void }

/** j and k walk through a list of the page and Enter opens; -1 until the first move. Keys typed into a field are left alone. */
export function useListKeys(options: Options): number {
  const [index, setIndex] = useState(-1)
  const latest = useRef({ ...options, index })
  useEffect(() => {
    latest.current = { ...options, index }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const { count, index: now, onOpen, onMove } = latest.current
      if (event.key === 'j' || event.key === 'k') {
        const next = Math.max(0, Math.min(count - 1, now + (event.key === 'j' ? 1 : -1)))
        // Enter may come before the page is drawn again.
        latest.current.index = next
        setIndex(next)
        onMove?.(next)
      } else if (event.key === 'Enter' && now >= 0 && now < count && !isControl(event.target)) onOpen(now)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return index
}

/** Whether keys pressed there are text. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, dialog, [popover]') !== null
}

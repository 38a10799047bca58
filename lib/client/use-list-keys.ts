'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/** list: the element of the list, which carries LIST or MAIN_LIST. */
type Options = {
  list: RefObject<HTMLElement | null>
  count: number
  onOpen(index: number): void
  onMove?(index: number): void
}

/** What marks lists that are walked through by keys: the one that a page is for, and tables that are parts of it. */
export const MAIN_LIST = { 'data-list': 'main' }
export const LIST = { 'data-list': 'part' }

/**
 * j and k walk through a list of the page and Enter opens; -1 until the first move. Of several lists the keys are for the
 * one that holds the focus, else for the one that the page is for, or its first. Keys typed into a field are left alone.
 */
export function useListKeys(options: Options): number {
  const [index, setIndex] = useState(-1)
  const latest = useRef({ ...options, index })
  useEffect(() => {
    latest.current = { ...options, index }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // What holds the focus, such as a waterfall, has taken the key already.
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const { list, count, index: now, onOpen, onMove } = latest.current
      if (listOf(event.target) !== list.current) return
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

/** The list that keys pressed there are for. */
function listOf(target: EventTarget | null): Element | null {
  const holding = target instanceof Element ? target.closest('[data-list]') : null
  return holding ?? document.querySelector('[data-list=main]') ?? document.querySelector('[data-list]')
}

/** Whether keys pressed there are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio)$/.test(target.type)
  return target instanceof HTMLElement && (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName))
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('a, button, dialog, [popover]') !== null
}

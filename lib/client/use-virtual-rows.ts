'use client'

import { type RefObject, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Rows that the server paints before it knows the height of the window. */
const FIRST_ROWS = 28

/** Rows above and below those on the screen: for the moment in which a browser scrolls ahead of the page. */
const OVERSCAN = 2

type Options = { count: number; rowHeight: number; scroller: RefObject<HTMLElement | null> }

/**
 * Which rows of equal height are on the screen: first inclusive, last exclusive.
 * The state is flushed inside the scroll event: React's own batching leaves whole frames blank in a fling.
 */
export function useVirtualRows({ count, rowHeight, scroller }: Options): { first: number; last: number } {
  const [view, setView] = useState({ top: 0, rows: FIRST_ROWS })
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => {
      const top = Math.floor(element.scrollTop / rowHeight)
      const rows = Math.ceil(element.clientHeight / rowHeight) + 1
      setView((last) => (last.top === top && last.rows === rows ? last : { top, rows }))
    }
    const onScroll = () => flushSync(measure)
    measure()
    element.addEventListener('scroll', onScroll, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      observer.disconnect()
    }
  }, [scroller, rowHeight])
  const first = Math.max(0, Math.min(view.top, count - view.rows) - OVERSCAN)
  return { first, last: Math.min(count, first + view.rows + 2 * OVERSCAN) }
}

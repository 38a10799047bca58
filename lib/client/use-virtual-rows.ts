'use client'

import { type RefObject, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** Rows that the server paints before it knows the height of the window. */
const FIRST_ROWS = 28

/** Rows above and below those on the screen: for the moment in which a browser scrolls ahead of the page. */
const OVERSCAN = 2

/** So many scrolls in a row, each to other rows, are a fling: one alone is a jump to rows that are then read. */
const FLUNG_JUMPS = 2

/** Without a scroll for so long, the rows stand. */
const STANDING_MS = 120

type Options = { count: number; rowHeight: number; scroller: RefObject<HTMLElement | null> }

/** first inclusive, last exclusive. isFlung: each frame shows other rows than the last, faster than one could read them. */
type VirtualRows = { first: number; last: number; isFlung: boolean }

/**
 * Which rows of equal height are on the screen.
 * The state is flushed inside the scroll event: React's own batching leaves whole frames blank in a fling.
 */
export function useVirtualRows({ count, rowHeight, scroller }: Options): VirtualRows {
  const [view, setView] = useState({ top: 0, rows: FIRST_ROWS, jumps: 0 })
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    let standing: ReturnType<typeof setTimeout> | undefined
    const measure = () => {
      const top = Math.floor(element.scrollTop / rowHeight)
      const rows = Math.ceil(element.clientHeight / rowHeight) + 1
      setView((last) => {
        const jumps = Math.abs(top - last.top) < last.rows ? 0 : Math.min(FLUNG_JUMPS, last.jumps + 1)
        return last.top === top && last.rows === rows && last.jumps === jumps ? last : { top, rows, jumps }
      })
    }
    const onScroll = () => {
      flushSync(measure)
      clearTimeout(standing)
      standing = setTimeout(measure, STANDING_MS)
    }
    measure()
    element.addEventListener('scroll', onScroll, { passive: true })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => {
      clearTimeout(standing)
      element.removeEventListener('scroll', onScroll)
      observer.disconnect()
    }
  }, [scroller, rowHeight])
  const isFlung = view.jumps === FLUNG_JUMPS
  const beyond = isFlung ? 0 : OVERSCAN
  const first = Math.max(0, Math.min(view.top, count - view.rows) - beyond)
  return { first, last: Math.min(count, first + view.rows + 2 * beyond), isFlung }
}

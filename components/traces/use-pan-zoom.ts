'use client'

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import {
  bringIntoView,
  fitInto,
  followPointers,
  LEAST_SCALE,
  type PanZoom,
  READABLE_SCALE,
  zoomAt,
} from '@/components/traces/move-view'
import { type Pointer, usePointers } from '@/components/traces/use-pointers'

type Drawing = {
  width: number
  height: number
  /** Another picture, rather than the same one with a part more or less: it is fitted anew. */
  picture: string
}

/**
 * Moving and zooming a drawing: drag, pinch, the wheel with Ctrl (which is what a pinch on a touchpad is), and buttons. It begins
 * where all of it is seen, as far as that can be read.
 */
export function usePanZoom(box: RefObject<HTMLElement | null>, { width, height, picture }: Drawing) {
  const [view, setView] = useState<PanZoom | null>(null)
  const fitted = useRef<string | null>(null)
  const fitFrom = useCallback(
    (leastScale: number) => {
      if (box.current) setView(fitInto(sizeOf(box.current), { width, height }, leastScale))
    },
    [box, width, height],
  )
  useEffect(() => {
    // Who has moved it stays where they are while services come and go.
    if (fitted.current === picture) return
    fitted.current = picture
    fitFrom(READABLE_SCALE)
  }, [fitFrom, picture])
  const fit = useCallback(() => fitFrom(LEAST_SCALE), [fitFrom])
  const zoom = useCallback(
    (factor: number, at?: { x: number; y: number }) => {
      const element = box.current
      if (!element) return
      const point = at ?? { x: element.clientWidth / 2, y: element.clientHeight / 2 }
      setView((was) => was && zoomAt(was, factor, point))
    },
    [box],
  )
  const show = useCallback(
    (place: { x: number; y: number }, size: { width: number; height: number }) => {
      const element = box.current
      if (element) setView((was) => was && bringIntoView(was, sizeOf(element), place, size))
    },
    [box],
  )
  useWheel(box, zoom)
  const follow = useCallback(
    (before: readonly Pointer[], after: readonly Pointer[]) =>
      setView((was) => was && followPointers(was, before, after)),
    [],
  )
  return { view, fit, zoom, show, handlers: usePointers(box, follow) }
}

function sizeOf({ clientWidth: width, clientHeight: height }: HTMLElement) {
  return { width, height }
}

function useWheel(box: RefObject<HTMLElement | null>, zoom: (factor: number, at: { x: number; y: number }) => void) {
  useEffect(() => {
    const element = box.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      // Without Ctrl the page scrolls on, as it does everywhere else.
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top })
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [box, zoom])
}

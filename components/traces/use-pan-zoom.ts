'use client'

import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** What of the drawing is seen: its left upper corner, and pixels on the screen for one of the drawing. */
export type PanZoom = { x: number; y: number; scale: number }

const LEAST = 0.1
/** What is too small to be read is begun at the left, where calls begin. */
const READABLE = 0.45
const MOST = 2
const MARGIN = 24

/**
 * Moving and zooming a drawing: drag, two fingers or the wheel with Ctrl, and buttons. It begins where all of it is seen,
 * as far as that can be read.
 */
export function usePanZoom(box: RefObject<HTMLElement | null>, drawing: { width: number; height: number } | null) {
  const [view, setView] = useState<PanZoom | null>(null)
  const fitFrom = useCallback(
    (leastScale: number) => {
      if (box.current && drawing) setView(fitInto(box.current, drawing, leastScale))
    },
    [box, drawing],
  )
  useEffect(() => fitFrom(READABLE), [fitFrom])
  const fit = useCallback(() => fitFrom(LEAST), [fitFrom])
  const zoom = useCallback(
    (factor: number, at?: { x: number; y: number }) => {
      const element = box.current
      if (!element) return
      const point = at ?? { x: element.clientWidth / 2, y: element.clientHeight / 2 }
      setView((was) => was && zoomAt(was, factor, point))
    },
    [box],
  )
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
  const moveBy = useCallback(
    (dx: number, dy: number) =>
      setView((was) => was && { ...was, x: was.x - dx / was.scale, y: was.y - dy / was.scale }),
    [],
  )
  return { view, fit, zoom, moveBy, handlers: useDrag(moveBy) }
}

function useDrag(moveBy: (dx: number, dy: number) => void) {
  const last = useRef<{ x: number; y: number; id: number } | null>(null)
  return {
    onPointerDown: (event: PointerEvent<Element>) => {
      // A press on a node or an edge chooses it.
      if (event.button !== 0 || (event.target as Element).closest('[role="button"]')) return
      last.current = { x: event.clientX, y: event.clientY, id: event.pointerId }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<Element>) => {
      const was = last.current
      if (was === null || was.id !== event.pointerId) return
      moveBy(event.clientX - was.x, event.clientY - was.y)
      last.current = { ...was, x: event.clientX, y: event.clientY }
    },
    onPointerUp: () => {
      last.current = null
    },
    onPointerCancel: () => {
      last.current = null
    },
  }
}

function fitInto(box: HTMLElement, { width, height }: { width: number; height: number }, leastScale: number): PanZoom {
  const [across, down] = [box.clientWidth - 2 * MARGIN, box.clientHeight - 2 * MARGIN]
  const whole = Math.min(1, across / Math.max(1, width), down / Math.max(1, height))
  const scale = Math.max(whole, leastScale)
  const x = whole < scale ? -MARGIN / scale : (width - box.clientWidth / scale) / 2
  return { x, y: (height - box.clientHeight / scale) / 2, scale }
}

function zoomAt(was: PanZoom, factor: number, point: { x: number; y: number }): PanZoom {
  const scale = Math.min(MOST, Math.max(LEAST, was.scale * factor))
  return { x: was.x + point.x / was.scale - point.x / scale, y: was.y + point.y / was.scale - point.y / scale, scale }
}

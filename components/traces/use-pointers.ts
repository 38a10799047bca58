'use client'

import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'

/** Where a pointer is in the box, px. */
export type Pointer = { x: number; y: number }
type Pressed = Map<number, Pointer>

const MOST = 2

/** Tells how one pointer that drags, or two that pinch, have moved. A press on a node or an edge chooses it and drags nothing. */
export function usePointers(
  box: RefObject<HTMLElement | null>,
  onMove: (before: readonly Pointer[], after: readonly Pointer[]) => void,
) {
  const pressed = useRef<Pressed>(new Map())
  const isOnPart = useRef(false)
  usePinchForMap(box)
  const placeOf = (event: PointerEvent<Element>): Pointer => {
    const { left = 0, top = 0 } = box.current?.getBoundingClientRect() ?? {}
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const release = (event: PointerEvent<Element>) => {
    pressed.current.delete(event.pointerId)
  }
  return {
    onPointerDown: (event: PointerEvent<Element>) => {
      const { current } = pressed
      if (event.button !== 0 || current.size >= MOST) return
      const isPart = (event.target as Element).closest('[role="button"]') !== null
      current.set(event.pointerId, placeOf(event))
      isOnPart.current = isPart && current.size === 1
      // Two pointers are a pinch wherever they are; captured, they choose nothing.
      const held = current.size === MOST ? [...current.keys()] : isPart ? [] : [event.pointerId]
      for (const id of held) event.currentTarget.setPointerCapture(id)
    },
    onPointerMove: (event: PointerEvent<Element>) => {
      const { current } = pressed
      if (!current.has(event.pointerId) || isOnPart.current) return
      const before = [...current.values()]
      current.set(event.pointerId, placeOf(event))
      onMove(before, [...current.values()])
    },
    onPointerUp: release,
    onPointerCancel: release,
    onLostPointerCapture: release,
  }
}

/** Two fingers zoom the map, not the page; with one the page scrolls up and down. */
function usePinchForMap(box: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = box.current
    if (!element) return
    const onTouchMove = (event: TouchEvent) => {
      if (event.touches.length >= MOST && event.cancelable) event.preventDefault()
    }
    element.addEventListener('touchmove', onTouchMove, { passive: false })
    return () => element.removeEventListener('touchmove', onTouchMove)
  }, [box])
}

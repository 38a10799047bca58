import { type PointerEvent, useState } from 'react'

export type Box = { x0: number; y0: number; x1: number; y1: number }
type Place = { x: number; y: number }

type Answers = {
  onBox(box: Box, size: { width: number; height: number }): void
  onPress(place: Place, size: { width: number; height: number }): void
}

/** Less than this is a press, px. */
export const LEAST_DRAG = 5

/** A drag draws a box, a press without one means the point under it. at: where the pointer is; box: what is being drawn. */
export function useScatterPointer({ onBox, onPress }: Answers) {
  const [at, setAt] = useState<Place | null>(null)
  const [start, setStart] = useState<Place | null>(null)
  const placeOf = ({ currentTarget, clientX, clientY }: PointerEvent): Place => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    return { x: Math.max(0, Math.min(width, clientX - left)), y: Math.max(0, Math.min(height, clientY - top)) }
  }
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      setStart(placeOf(event))
    },
    onPointerMove: (event: PointerEvent) => setAt(placeOf(event)),
    onPointerUp: (event: PointerEvent) => {
      if (start === null) return
      const end = placeOf(event)
      const { width, height } = event.currentTarget.getBoundingClientRect()
      setStart(null)
      if (isDrag(start, end)) onBox(boxOf(start, end), { width, height })
      else onPress(end, { width, height })
    },
    onPointerCancel: () => setStart(null),
    onPointerLeave: () => setAt(null),
  }
  return { handlers, at, box: start !== null && at !== null && isDrag(start, at) ? boxOf(start, at) : null }
}

function isDrag(start: Place, end: Place): boolean {
  return Math.abs(start.x - end.x) > LEAST_DRAG || Math.abs(start.y - end.y) > LEAST_DRAG
}

function boxOf(start: Place, end: Place): Box {
  return {
    x0: Math.min(start.x, end.x),
    y0: Math.min(start.y, end.y),
    x1: Math.max(start.x, end.x),
    y1: Math.max(start.y, end.y),
  }
}

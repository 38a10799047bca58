import { type KeyboardEvent, type PointerEvent, useState } from 'react'

type Grid = { fromMs: number; periodMs: number; count: number }
type Bars = { start: number; end: number }

/**
 * Chooses a stretch of bars: by a drag, or by the arrow keys (with Shift to widen it) and Enter; Escape gives it back.
 * atWindow: the stretch that is being chosen.
 */
export function useBrush({ fromMs, periodMs, count }: Grid, onWindow: (window: [number, number] | null) => void) {
  const [drag, setDrag] = useState<Bars | null>(null)
  const [pressed, setPressed] = useState<(Bars & { periodMs: number }) | null>(null)
  // Bars of other lengths are others: what was chosen has led to them.
  const keys = pressed?.periodMs === periodMs ? pressed : null
  const clamp = (bar: number) => Math.max(0, Math.min(count - 1, bar))
  const placeOf = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    return clamp(Math.floor(((clientX - left) / width) * count))
  }
  const windowOf = ({ start, end }: Bars): [number, number] => [
    fromMs + Math.min(start, end) * periodMs,
    fromMs + (Math.max(start, end) + 1) * periodMs,
  ]
  const move = (by: number, isWider: boolean) => {
    const end = clamp(keys === null ? count - 1 : keys.end + by)
    setPressed({ start: isWider && keys !== null ? keys.start : end, end, periodMs })
  }
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      event.currentTarget.setPointerCapture(event.pointerId)
      const place = placeOf(event)
      setDrag({ start: place, end: place })
    },
    onPointerMove: (event: PointerEvent) => drag && setDrag({ ...drag, end: placeOf(event) }),
    onPointerUp: () => {
      if (drag) onWindow(windowOf(drag))
      setDrag(null)
    },
    onPointerCancel: () => setDrag(null),
    onBlur: () => setPressed(null),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'ArrowLeft') move(-1, event.shiftKey)
      else if (event.key === 'ArrowRight') move(1, event.shiftKey)
      else if (event.key === 'Enter' && keys !== null) onWindow(windowOf(keys))
      else if (event.key === 'Escape') {
        setPressed(null)
        onWindow(null)
      } else return
      event.preventDefault()
      event.stopPropagation()
    },
  }
  const at = drag ?? keys
  return { handlers, atWindow: at && windowOf(at), place: keys?.end ?? count - 1 }
}

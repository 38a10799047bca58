'use client'

import { type KeyboardEvent, useCallback, useRef, useState } from 'react'
import { type ChosenWindow, type Selection, widen } from '@/components/charts/use-drag-selection'

/**
 * What the arrow keys choose while the chart has the focus and moves its crosshair by them: with Shift the buckets that it
 * passes, Enter takes them (or the one under it), Escape and leaving drop them. Tell onCrosshair where it stands.
 */
export function useKeyStretch(periodMs: number, onChosen: (chosen: ChosenWindow) => void) {
  const [stretch, setStretch] = useState<Selection | null>(null)
  const atMs = useRef<number | null>(null)
  const pressed = useRef<'move' | 'widen' | null>(null)
  const drop = () => setStretch(null)
  const onCrosshair = useCallback((nextMs: number | null) => {
    const [beforeMs, press] = [atMs.current, pressed.current]
    atMs.current = nextMs
    pressed.current = null
    if (press === 'move') setStretch(null)
    else if (press === 'widen' && nextMs !== null) {
      setStretch((chosen) => ({ startMs: chosen?.startMs ?? beforeMs ?? nextMs, endMs: nextMs }))
    }
  }, [])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      pressed.current = event.shiftKey ? 'widen' : 'move'
      return
    }
    const here = atMs.current === null ? null : { startMs: atMs.current, endMs: atMs.current }
    const taken = stretch ?? here
    if (event.key === 'Enter' && taken !== null) onChosen(widen(taken, periodMs))
    else if (event.key !== 'Escape' || stretch === null) return
    drop()
    event.preventDefault()
    event.stopPropagation()
  }
  return {
    handlers: { onKeyDownCapture: onKeyDown, onBlur: drop },
    onCrosshair,
    stretch: stretch && widen(stretch, periodMs),
  }
}

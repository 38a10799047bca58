'use client'

import { useState } from 'react'
import type { ChartSpec } from '@/components/charts/chart-spec'

type Pointer = { activeLabel?: string | number | undefined }
export type Selection = { startMs: number; endMs: number }
export type ChosenWindow = { fromMs: number; toMs: number }

type Answers = {
  onBucket(fromMs: number, toMs: number): void
  onDragged(chosen: ChosenWindow | null): void
}

/** A drag chooses a window in whole buckets; a press without a drag chooses the one bucket. */
export function useDragSelection(spec: ChartSpec, { onBucket, onDragged }: Answers) {
  const [drag, setDrag] = useState<Selection | null>(null)
  const half = spec.periodMs / 2
  const bucketOf = ({ activeLabel }: Pointer) => (activeLabel === undefined ? null : Number(activeLabel) - half)
  const handlers = {
    onMouseDown: (pointer: Pointer) => {
      onDragged(null)
      const at = bucketOf(pointer)
      if (at !== null) setDrag({ startMs: at, endMs: at })
    },
    onMouseMove: (pointer: Pointer) => {
      const at = bucketOf(pointer)
      if (drag && at !== null && at !== drag.endMs) setDrag({ ...drag, endMs: at })
    },
    onMouseUp: () => {
      if (!drag) return
      setDrag(null)
      const chosen = widen(drag, spec.periodMs)
      if (drag.startMs === drag.endMs) onBucket(chosen.fromMs, chosen.toMs)
      else onDragged(chosen)
    },
    onMouseLeave: () => setDrag(null),
  }
  const moved = drag !== null && drag.startMs !== drag.endMs
  return { handlers, selection: moved ? widen(drag, spec.periodMs) : null }
}

/** Whole buckets, whichever way they were chosen. */
export function widen({ startMs, endMs }: Selection, periodMs: number): ChosenWindow {
  return { fromMs: Math.min(startMs, endMs), toMs: Math.max(startMs, endMs) + periodMs }
}

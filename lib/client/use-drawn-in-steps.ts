'use client'

import { useEffect, useState } from 'react'

/**
 * How many of so many things are drawn: some more in each frame until all are, for to draw hundreds at once would keep the
 * page from answering. What was drawn stays, whatever is added.
 */
export function useDrawnInSteps(count: number, perFrame: number): number {
  const [drawn, setDrawn] = useState(perFrame)
  useEffect(() => {
    if (drawn >= count) return
    const frame = requestAnimationFrame(() => setDrawn(drawn + perFrame))
    return () => cancelAnimationFrame(frame)
  }, [drawn, count, perFrame])
  return Math.min(drawn, count)
}

'use client'

import { useCallback, useEffect, useRef } from 'react'

/**
 * A handler that stays the same and does what the newest one given does, so that what takes long to draw is not drawn
 * again for it. For answers to people alone: not to be called while something is rendered.
 */
export function useStableHandler<Args extends unknown[]>(handler: (...args: Args) => void): (...args: Args) => void {
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  return useCallback((...args: Args) => latest.current(...args), [])
}

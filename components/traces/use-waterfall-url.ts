'use client'

import { type Dispatch, useEffect, useRef } from 'react'
import type { useSpanPlaces } from '@/components/traces/use-span-places'
import type { WaterfallAction } from '@/components/traces/use-waterfall'
import type { WaterfallState } from '@/components/traces/waterfall-state'
import { readWaterfall, type TraceShape, writeWaterfall } from '@/components/traces/waterfall-url'
import { useStableHandler } from '@/lib/client/use-stable-handler'
import { useViewParams } from '@/lib/client/view-params'

type Options = {
  trace: TraceShape
  state: WaterfallState
  places: ReturnType<typeof useSpanPlaces>
  idOf(index: number): string | null
  dispatch: Dispatch<WaterfallAction>
  onError(message: string | null): void
}

/** After a moment: a click is to be answered before the address is. */
const SETTLED_MS = 150

/** Keeps the address what the waterfall shows, and after Back and Forward the waterfall what the address says. */
export function useWaterfallUrl({ trace, state, places, idOf, dispatch, onError }: Options): void {
  const { set } = useViewParams()
  const written = JSON.stringify(writeWaterfall(state, trace, idOf))
  /** The address is that of another moment, until the waterfall is too. */
  const isBehind = useRef(false)
  const moves = useRef(0)
  useEffect(() => {
    const write = () => {
      if (!isBehind.current) set(JSON.parse(written), 'replace')
    }
    const timer = setTimeout(write, SETTLED_MS)
    // A link that is pressed next leaves the page: an address that was written later would call it back.
    const writeNow = () => {
      clearTimeout(timer)
      write()
    }
    const once = { capture: true, once: true }
    window.addEventListener('pointerdown', writeNow, once)
    window.addEventListener('keydown', writeNow, once)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pointerdown', writeNow, once)
      window.removeEventListener('keydown', writeNow, once)
    }
  }, [set, written])
  const restore = useStableHandler(async () => {
    const params = new URLSearchParams(window.location.search)
    isBehind.current = true
    moves.current += 1
    const move = moves.current
    try {
      await Promise.all(['span', 'focus'].map((name) => places.find(params.get(name) ?? '')))
      if (move !== moves.current) return
      onError(null)
      dispatch({ type: 'restore', state: readWaterfall(params, trace, places.indexOf) })
    } catch (error) {
      onError(`The view of this address cannot be shown. ${error instanceof Error ? error.message : error}`)
    }
    isBehind.current = false
  })
  useEffect(() => {
    const { pathname } = window.location
    const onPopState = () => {
      if (window.location.pathname === pathname) void restore()
    }
    window.addEventListener('popstate', onPopState)
    return () => window.removeEventListener('popstate', onPopState)
  }, [restore])
}

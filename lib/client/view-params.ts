'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { type Place, parseScope, scopeParam } from '@/lib/client/place'
import { type RangeChoice, rangeKey, rangeParams, readRange } from '@/lib/client/range-param'

/** What a link inside the product takes along: tz is the zone of times. */
const SHARED = ['range', 'from', 'to', 'scope', 'live', 'tz'] as const

export type ParamPatch = Record<string, string | null>

/** The query string as state: writing goes through history, so that back, forward and a pasted link all work. */
export function useViewParams() {
  const params = useSearchParams()
  const set = useCallback((patch: ParamPatch, mode: 'push' | 'replace' = 'push') => {
    const next = new URLSearchParams(window.location.search)
    for (const [name, value] of Object.entries(patch)) {
      if (value === null || value === '') next.delete(name)
      else next.set(name, value)
    }
    const query = next.toString()
    const url = query === '' ? window.location.pathname : `${window.location.pathname}?${query}`
    if (mode === 'push') window.history.pushState(null, '', url)
    else window.history.replaceState(null, '', url)
  }, [])
  return { params, set }
}

export function useRange() {
  const { params, set } = useViewParams()
  const key = rangeKey(readRange(params))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the parameters that a range is read from
  const range = useMemo(() => readRange(params), [key])
  const setRange = useCallback((next: RangeChoice) => set(rangeParams(next)), [set])
  return { range, setRange }
}

/** Live keeps a relative range moving; a range between two moments has nothing to follow. */
export function useLive() {
  const { params, set } = useViewParams()
  const { range } = useRange()
  const possible = 'preset' in range
  const live = possible && params.get('live') !== 'off'
  return { live, possible, setLive: (on: boolean) => set({ live: on ? null : 'off' }, 'replace') }
}

/** How often panels ask again, milliseconds, or never. */
export function useRefetchInterval(): number | false {
  return useLive().live ? 10_000 : false
}

/** Account-regions that the page is narrowed to; none means all. */
export function useScope() {
  const { params, set } = useViewParams()
  const text = params.get('scope') ?? ''
  const scope = useMemo(() => parseScope(text), [text])
  const setScope = (places: Place[]) => set({ scope: scopeParam(places) })
  return { scope, setScope }
}

/** A path, with or without a #fragment, with the shared parameters of the page that the link stands on. */
export function useLinkTo() {
  const { params } = useViewParams()
  return useCallback(
    (path: string, extra: ParamPatch = {}) => {
      const next = new URLSearchParams()
      for (const name of SHARED) {
        const value = params.get(name)
        if (value !== null) next.set(name, value)
      }
      for (const [name, value] of Object.entries(extra)) {
        if (value === null) next.delete(name)
        else next.set(name, value)
      }
      return withQuery(path, next.toString())
    },
    [params],
  )
}

/** The query of a URL stands before its fragment. */
export function withQuery(path: string, query: string): string {
  if (query === '') return path
  const [before, fragment] = path.split('#')
  return `${before}?${query}${fragment === undefined ? '' : `#${fragment}`}`
}

'use client'

import type { Route } from 'next'
import { usePathname, useRouter } from 'next/navigation'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { type ParamPatch, useLinkTo } from '@/lib/client/view-params'

type Navigation = { from: string; to: string }

let latest: Navigation | null = null
const listeners = new Set<() => void>()

/** Tells those who wait that another page of the product is asked for, by its path with or without a query. */
export function beginNavigation(path: string): void {
  const to = new URL(path, location.href).pathname
  latest = { from: location.pathname, to }
  for (const tell of listeners) tell()
}

/** Whether another page was asked for and is not there yet: the one that is left stays until then. */
export function useIsNavigating(): boolean {
  const pathname = usePathname()
  const navigation = useSyncExternalStore(
    subscribe,
    () => latest,
    () => null,
  )
  // It has ended, and coming back to where it began does not begin it again.
  useEffect(() => {
    if (latest !== null && latest.from !== pathname) latest = null
  }, [pathname])
  return navigation !== null && navigation.from === pathname && navigation.to !== pathname
}

/** Opens a page of the product as its links do: the time range and scope of the page go along. */
export function useGo(): (to: string, params?: ParamPatch) => void {
  const router = useRouter()
  const linkTo = useLinkTo()
  return useCallback(
    (to, params) => {
      const path = linkTo(to, params)
      beginNavigation(path)
      router.push(path as Route)
    },
    [router, linkTo],
  )
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => {
    listeners.delete(tell)
  }
}

'use client'

import { notifyManager, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { findStale, type Stale } from '@/lib/client/find-stale'

/** Says on every page what on it could not be refreshed, since when and why. Stands below, so that nothing moves for it. */
export function StaleBanner() {
  const client = useQueryClient()
  const stale = useStale()
  if (stale === null) return null
  const retry = () =>
    client.refetchQueries({
      type: 'active',
      predicate: ({ state }) => state.status === 'error' || state.fetchStatus === 'paused',
    })
  return (
    <div
      role="status"
      className="sticky bottom-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-1 border-t bg-error-soft px-4 py-1.5 text-xs"
    >
      <p className="min-w-0">
        <TriangleAlert aria-hidden className="mr-2 inline size-3.5 align-text-bottom text-error" />
        <strong className="font-semibold">
          {stale.parts === 1 ? 'A part' : `${stale.parts} parts`} of this page could not be refreshed
        </strong>{' '}
        and {stale.parts === 1 ? 'is' : 'are'} as of <RelativeTime atMs={stale.sinceMs} />. {stale.reason}
      </p>
      <Button size="sm" onClick={retry}>
        Refresh now
      </Button>
    </div>
  )
}

function useStale(): Stale | null {
  const cache = useQueryClient().getQueryCache()
  const last = useRef<Stale | null>(null)
  const subscribe = useCallback((onChange: () => void) => cache.subscribe(notifyManager.batchCalls(onChange)), [cache])
  const read = useCallback(() => {
    const next = findStale(cache)
    // The same object while nothing differs, as the store demands.
    if (JSON.stringify(next) !== JSON.stringify(last.current)) last.current = next
    return last.current
  }, [cache])
  return useSyncExternalStore(subscribe, read, () => null)
}

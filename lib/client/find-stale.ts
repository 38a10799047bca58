import type { QueryCache } from '@tanstack/react-query'

/** What is on the page and could not be refreshed. sinceMs: when the oldest of it was answered. */
export type Stale = { parts: number; sinceMs: number; reason: string }

/**
 * The parts of the page that show an older answer because the newest question failed, or cannot be asked; null when there
 * are none. A part that has no answer at all says so in its own place.
 */
export function findStale(cache: QueryCache): Stale | null {
  const stale = cache
    .findAll({ type: 'active' })
    .filter(({ state }) => state.data !== undefined && (state.status === 'error' || state.fetchStatus === 'paused'))
  if (stale.length === 0) return null
  const error = stale.find(({ state }) => state.status === 'error')?.state.error
  return {
    parts: stale.length,
    sinceMs: Math.min(...stale.map(({ state }) => state.dataUpdatedAt)),
    reason: error?.message ?? 'This browser is offline.',
  }
}

import { expect, it } from 'vitest'
import { DEFAULT_RETENTION } from '@/lib/domain/retention'
import { reachOf, targetFrom } from '@/lib/sync/retention'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 20, 15, 30, 20)

it.each(['logs', 'metrics', 'traces'] as const)('reaches as far back as the longest history for %s', (source) => {
  const reach = reachOf(DEFAULT_RETENTION)
  expect(targetFrom(NOW, 30 * DAY, reach[source])).toBe(Date.UTC(2026, 9, 21, 15, 30))
})

it('reaches no further back than what is kept', () => {
  const reach = reachOf({ ...DEFAULT_RETENTION, metricPoints: 3, traceDocuments: 2 })
  expect([reach.metrics, reach.spans]).toEqual([3 * DAY, 2 * DAY])
})

it('begins with the whole hour with which a range of the same length begins', () => {
  const reachMs = 90 * DAY
  expect(targetFrom(NOW, DAY, reachMs)).toBe(Date.UTC(2026, 10, 19, 15))
  expect(targetFrom(NOW, DAY / 8, reachMs)).toBe(Date.UTC(2026, 10, 20, 12, 30))
})

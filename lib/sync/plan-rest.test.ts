import { expect, it } from 'vitest'
import { planRest } from '@/lib/sync/plan-rest'

const MINUTE_MS = 60_000
const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)

it('rests less than a minute after each read of a group that had lines within the hour, however quiet it is now', () => {
  for (let reads = 0; reads < 200; reads += 1)
    expect(planRest(reads, NOW_MS - 59 * MINUTE_MS, NOW_MS)).toBeLessThan(50_000)
})

it('rests longer and longer, up to two minutes, where nothing was written for an hour', () => {
  const rests = [0, 4, 8, 12, 500].map((reads) => planRest(reads, NOW_MS - 60 * MINUTE_MS, NOW_MS))
  expect(rests).toEqual([30_000, 60_000, 90_000, 120_000, 120_000])
  expect(planRest(12, null, NOW_MS)).toBe(120_000)
})

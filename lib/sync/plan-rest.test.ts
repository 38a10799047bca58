import { expect, it } from 'vitest'
import { planRest } from '@/lib/sync/plan-rest'

const MINUTE_MS = 60_000
const NOW_MS = Date.UTC(2026, 10, 20, 15, 30)

function restAfter(quietReads: number, linesAgoMs: number | null, isUnused = false): number {
  return planRest({ quietReads, linesAtMs: linesAgoMs === null ? null : NOW_MS - linesAgoMs, isUnused }, NOW_MS)
}

it('rests less than a minute after each read of a group that had lines within the hour, however quiet it is now', () => {
  for (let reads = 0; reads < 200; reads += 1) expect(restAfter(reads, 59 * MINUTE_MS)).toBeLessThan(50_000)
})

it('rests longer and longer, up to two minutes, where nothing was written for an hour', () => {
  const rests = [0, 4, 8, 12, 500].map((reads) => restAfter(reads, 60 * MINUTE_MS))
  expect(rests).toEqual([30_000, 60_000, 90_000, 120_000, 120_000])
  expect(restAfter(12, null)).toBe(120_000)
})

it('rests for twenty minutes where nothing calls the functions, so that a thousand such groups take one call a second', () => {
  const rests = [0, 4, 8, 12, 16, 20, 24, 500].map((reads) => restAfter(reads, null, true) / 1000)
  expect(rests).toEqual([30, 60, 120, 240, 480, 960, 1200, 1200])
  expect(restAfter(500, 59 * MINUTE_MS, true)).toBe(45_000)
})

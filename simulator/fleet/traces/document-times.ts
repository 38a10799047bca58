import { hashText, Random } from '@/simulator/fleet/random'

export type DocumentTimes = { partialAtMs: number | null; finalAtMs: number }

const PARTIAL_CHANCE = 0.15
const LATE_CHANCE = 0.03

/**
 * When a segment can be read: usually a few seconds after it ended. Some are first seen in progress and completed
 * 5 to 60 s later, a few arrive only minutes later. Derived from the segment's id alone.
 */
export function documentTimes(id: string, startMs: number, endMs: number): DocumentTimes {
  const random = new Random(hashText(id), hashText(`${id} times`), 0, 0)
  const soonMs = Math.ceil(endMs) + random.int(900, 5_000)
  if (random.chance(LATE_CHANCE)) return { partialAtMs: null, finalAtMs: soonMs + random.int(60_000, 240_000) }
  if (!random.chance(PARTIAL_CHANCE)) return { partialAtMs: null, finalAtMs: soonMs }
  const partialAtMs = Math.ceil(startMs) + random.int(400, 1_500)
  return { partialAtMs, finalAtMs: Math.max(soonMs, partialAtMs) + random.int(5_000, 60_000) }
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const VERSIONS = ['1', '2'] as const

/** A series of a function by what of a minute it holds; null: a zero for each minute with calls. */
export type HistorySeries = {
  id: number
  pick: 'invocations' | 'errors' | 'live' | 'liveErrors' | 'most' | null
  isSum: boolean
}

export type HistoryFunction = {
  id: number
  name: string
  accountRegionId: number
  calls: number
  firstStreamId: number
  series: HistorySeries[]
}

/** What of a history questions are asked about. */
export type StoredHistory = { fromMs: number; toMs: number; functions: HistoryFunction[] }
/** random: 0 to 1, the same numbers for the same seed. */
export type History = StoredHistory & { random: () => number }

/** Shares of Zipf's law over so many ranks; they add up to 1. */
export function zipfShares(ranks: number): number[] {
  const weights = Array.from({ length: ranks }, (_, rank) => 1 / (rank + 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** A small seeded generator (mulberry32): the bench asks the same questions of the same data each time. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

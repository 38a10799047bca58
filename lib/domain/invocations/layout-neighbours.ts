/** An invocation among others of its environment. Moments in epoch ms; initMs: Init or Restore Duration, before the start. */
export type NeighbourCall = { id: string; atMs: number; endedAtMs: number | null; initMs: number | null }

/** A piece of the lane, of that many ms. weight: its share of the width, relative to the others'. */
export type LanePiece = { kind: 'gap' | 'init' | 'call'; id: string; ms: number | null; weight: number }

const LEAST_WEIGHT = 1

/**
 * What an environment did, from left to right: idle gaps, inits and invocations, oldest first as they are given. Lengths
 * by the logarithm, so that a call of 20 ms and a gap of 20 minutes are both seen. One without an end has the least width.
 */
export function layoutNeighbours(calls: readonly NeighbourCall[]): LanePiece[] {
  const pieces: LanePiece[] = []
  let freeMs: number | null = null
  for (const { id, atMs, endedAtMs, initMs } of calls) {
    const gapMs = freeMs === null ? 0 : atMs - (initMs ?? 0) - freeMs
    if (gapMs > 0) pieces.push({ kind: 'gap', id, ms: gapMs, weight: weightOf(gapMs) })
    if (initMs !== null) pieces.push({ kind: 'init', id, ms: initMs, weight: weightOf(initMs) })
    const ms = endedAtMs === null ? null : Math.max(0, endedAtMs - atMs)
    pieces.push({ kind: 'call', id, ms, weight: weightOf(ms ?? 0) })
    freeMs = endedAtMs ?? atMs
  }
  return pieces
}

function weightOf(ms: number): number {
  return Math.max(LEAST_WEIGHT, Math.log2(1 + ms / 10))
}

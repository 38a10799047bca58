/** The lengths of the stretches of which graphs are kept, in minutes. */
export const SLOT_MINUTES = 5
export const HOUR_MINUTES = 60
export const DAY_MINUTES = 1_440

/** A stretch of time, and of what it is read: kept graphs of that length, or 0 for the traces themselves. */
export type GraphPiece = {
  minutes: 0 | typeof SLOT_MINUTES | typeof HOUR_MINUTES | typeof DAY_MINUTES
  fromMs: number
  toMs: number
}

const MINUTE_MS = 60_000
const LENGTHS = [DAY_MINUTES, HOUR_MINUTES, SLOT_MINUTES] as const

/**
 * Parts a window into the longest kept stretches that lie in it whole, from the start on, and what is left over at its ends
 * into traces themselves. `isKept` tells whether a stretch of a day or an hour may be read: one that has yet to follow its
 * traces, or still runs, is read in shorter ones.
 */
export function planGraphPieces(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  isKept: (minutes: number, atMs: number) => boolean,
): GraphPiece[] {
  const pieces: GraphPiece[] = []
  let atMs = fromMs
  while (atMs < toMs) {
    const minutes = LENGTHS.find((length) => {
      const lengthMs = length * MINUTE_MS
      return atMs % lengthMs === 0 && atMs + lengthMs <= toMs && (length === SLOT_MINUTES || isKept(length, atMs))
    })
    const endMs = minutes === undefined ? nextSlot(atMs) : atMs + minutes * MINUTE_MS
    const piece: GraphPiece = { minutes: minutes ?? 0, fromMs: atMs, toMs: Math.min(toMs, endMs) }
    const last = pieces.at(-1)
    if (last !== undefined && last.minutes === piece.minutes) last.toMs = piece.toMs
    else pieces.push(piece)
    atMs = piece.toMs
  }
  return pieces
}

/**
 * What of a window can be counted. Nothing before fromMs, from when on hours and days are kept whole; ends that lie before
 * detailFromMs, from when on slots and traces are, are widened to whole hours. A window of no length where that is nothing.
 */
export function countableWindow(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  kept: { fromMs: number; detailFromMs: number },
): { fromMs: number; toMs: number } {
  const hourMs = HOUR_MINUTES * MINUTE_MS
  const firstMs = kept.fromMs < kept.detailFromMs ? Math.ceil(kept.fromMs / hourMs) * hourMs : kept.fromMs
  const wideFromMs = fromMs < kept.detailFromMs ? Math.floor(fromMs / hourMs) * hourMs : fromMs
  const wideToMs = toMs < kept.detailFromMs ? Math.ceil(toMs / hourMs) * hourMs : toMs
  const countedFromMs = Math.max(firstMs, wideFromMs)
  return countedFromMs < wideToMs ? { fromMs: countedFromMs, toMs: wideToMs } : { fromMs: toMs, toMs }
}

function nextSlot(atMs: number): number {
  const lengthMs = SLOT_MINUTES * MINUTE_MS
  return Math.floor(atMs / lengthMs) * lengthMs + lengthMs
}

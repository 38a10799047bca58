export type TimeoutFacts = {
  timeoutS: number | null
  timeouts: number
  /** The longest Duration, ms. */
  maxMs: number | null
}

/** reached: calls were ended by it. close: the longest took four fifths of it. loose: no call took a tenth of a long one. */
export type TimeoutVerdict = 'reached' | 'close' | 'loose' | 'fine'

/** Share of the timeout from which on a call is close to it. */
export const CLOSE_SHARE = 0.8
const LOOSE_SHARE = 0.1
const LONG_S = 10

/** How much room a timeout leaves, by what was seen under it; null where it or the Durations are not known. */
export function judgeTimeout({ timeoutS, timeouts, maxMs }: TimeoutFacts): TimeoutVerdict | null {
  if (timeoutS === null || maxMs === null) return null
  if (timeouts > 0) return 'reached'
  const share = maxMs / (timeoutS * 1000)
  if (share >= CLOSE_SHARE) return 'close'
  return share < LOOSE_SHARE && timeoutS >= LONG_S ? 'loose' : 'fine'
}

export type Clock = {
  readonly frozen: boolean
  nowMs(): number
  /** Moves the clock forward; throws RangeError for a moment in its past. */
  moveTo(atMs: number): void
}

/** The account's clock: runs with real time from `startMs`, or stands still until it is moved. */
export function createClock(startMs: number, frozen: boolean, realNow: () => number = Date.now): Clock {
  const realStartMs = realNow()
  let offsetMs = 0
  const nowMs = () => startMs + offsetMs + (frozen ? 0 : realNow() - realStartMs)
  return {
    frozen,
    nowMs,
    moveTo(atMs) {
      const byMs = atMs - nowMs()
      if (byMs < 0) throw new RangeError('The clock cannot go back')
      offsetMs += byMs
    },
  }
}

/** The milliseconds between two moments, to the microsecond: an epoch time in a double is no finer. */
export function elapsedMs(startMs: number, endMs: number): number {
  return Math.round((endMs - startMs) * 1000) / 1000
}

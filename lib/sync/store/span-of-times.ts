/** The first and the last time of some lines, both included. Of none: nothing lies between the two. */
export function spanOfTimes(lines: readonly { atMs: number }[]): { fromMs: number; toMs: number } {
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { atMs } of lines) {
    fromMs = Math.min(fromMs, atMs)
    toMs = Math.max(toMs, atMs)
  }
  return { fromMs, toMs }
}

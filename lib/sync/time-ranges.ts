/** from inclusive, to exclusive, epoch milliseconds. */
export type TimeRange = { fromMs: number; toMs: number }

/** The parts of `whole` that no range of `covered` contains, oldest first. covered may be unsorted and overlap. */
export function findHoles(covered: readonly TimeRange[], whole: TimeRange): TimeRange[] {
  const holes: TimeRange[] = []
  let reachedMs = whole.fromMs
  for (const range of covered.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (range.fromMs >= whole.toMs) break
    if (range.fromMs > reachedMs) holes.push({ fromMs: reachedMs, toMs: range.fromMs })
    reachedMs = Math.max(reachedMs, range.toMs)
  }
  if (reachedMs < whole.toMs) holes.push({ fromMs: reachedMs, toMs: whole.toMs })
  return holes
}

/** `ranges` and `added` together: sorted, and those that touch joined. */
export function addRange(ranges: readonly TimeRange[], added: TimeRange): TimeRange[] {
  const joined: TimeRange[] = []
  for (const range of [...ranges, added].toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = joined.at(-1)
    if (range.toMs <= range.fromMs) continue
    if (last && range.fromMs <= last.toMs)
      joined[joined.length - 1] = { ...last, toMs: Math.max(last.toMs, range.toMs) }
    else joined.push(range)
  }
  return joined
}

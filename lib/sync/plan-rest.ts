const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const LIVE_REST_MS = 30 * SECOND_MS
/** With the read itself still less than a minute, while calls need not wait for their turn: so old may the newest line of a function in use be. */
const ACTIVE_REST_MS = 45 * SECOND_MS
const QUIET_REST_MS = 120 * SECOND_MS
/** Less than what pages take for a little behind. */
const UNUSED_REST_MS = 1_200 * SECOND_MS
const QUIET_READS = 4

/** Whether a log group had no line for so long that it may be one that nobody uses: so many reads in a row, and an hour. */
export function isQuiet(quietReads: number, linesAtMs: number | null, nowMs: number): boolean {
  return quietReads >= QUIET_READS && (linesAtMs === null || nowMs - linesAtMs >= HOUR_MS)
}

/**
 * How long a log group rests after a live read. quietReads: how many have found no line in a row; linesAtMs: when one
 * found some last. isUnused: nothing calls its functions, and it is woken once something does; each four reads it rests
 * twice as long, because AWS counts every read of every group.
 */
export function planRest(
  { quietReads, linesAtMs, isUnused }: { quietReads: number; linesAtMs: number | null; isUnused: boolean },
  nowMs: number,
): number {
  if (quietReads < QUIET_READS) return LIVE_REST_MS
  if (!isQuiet(quietReads, linesAtMs, nowMs)) return ACTIVE_REST_MS
  const turns = Math.floor(quietReads / QUIET_READS)
  if (isUnused) return Math.min(UNUSED_REST_MS, LIVE_REST_MS * 2 ** Math.min(turns, 10))
  return Math.min(QUIET_REST_MS, LIVE_REST_MS * (1 + turns))
}

const SECOND_MS = 1_000
const HOUR_MS = 3_600_000
const LIVE_REST_MS = 30 * SECOND_MS
/** With the read itself still less than a minute, which is how old the newest line of a function in use may be. */
const ACTIVE_REST_MS = 45 * SECOND_MS
const QUIET_REST_MS = 120 * SECOND_MS
const QUIET_READS = 4

/**
 * How long a log group rests after a live read. quietReads: how many have found no line in a row; linesAtMs: when one
 * found some last. Only what had no line for an hour counts as unused, and rests longer.
 */
export function planRest(quietReads: number, linesAtMs: number | null, nowMs: number): number {
  if (quietReads < QUIET_READS) return LIVE_REST_MS
  if (linesAtMs !== null && nowMs - linesAtMs < HOUR_MS) return ACTIVE_REST_MS
  return Math.min(QUIET_REST_MS, LIVE_REST_MS * (1 + Math.floor(quietReads / QUIET_READS)))
}

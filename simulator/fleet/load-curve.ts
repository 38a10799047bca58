const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MINUTE_MS = 60_000

/** The most that the day's load exceeds its mean. */
export const PEAK_LOAD = 1.75

/** The day's load around a mean of 1: lowest at 03:30 UTC, highest at 15:30 UTC. */
export function loadAt(atMs: number): number {
  const hour = (atMs % DAY_MS) / HOUR_MS
  return 1 + (PEAK_LOAD - 1) * Math.sin((2 * Math.PI * (hour - 9.5)) / 24)
}

/** Every day from 14:10 to 14:35 UTC the payments database answers slowly. */
export function isIncident(atMs: number): boolean {
  const minuteOfDay = (atMs % DAY_MS) / MINUTE_MS
  return minuteOfDay >= 14 * 60 + 10 && minuteOfDay < 14 * 60 + 35
}

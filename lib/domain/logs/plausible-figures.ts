/** Far above what Lambda has, and low enough to be added up and to be taken from a time: a day, and 10 TB. */
const MOST_MS = 86_400_000
const MOST_MB = 10_000_000

/** Milliseconds of a report; null where they cannot be: functions print lines that look like reports. */
export function plausibleMs(ms: number | null): number | null {
  return ms !== null && ms >= 0 && ms <= MOST_MS ? ms : null
}

/** Megabytes of a report, whole ones; null where they cannot be. */
export function plausibleMb(mb: number | null): number | null {
  return mb !== null && mb >= 0 && mb <= MOST_MB ? mb : null
}

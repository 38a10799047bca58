const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: 24 * HOUR_MS }
const HOURLY_FROM_MS = 12 * HOUR_MS
/** Steps that a reader knows from a clock. */
const PERIODS_MS = [1, 5, 15, 60, 180, 360, 1440, 10_080].map((minutes) => minutes * MINUTE_MS)
/** The longest window that can be asked for, as a span and in milliseconds. */
export const LONGEST_SPAN = '92d'
export const LONGEST_WINDOW_MS = 92 * 24 * 60 * MINUTE_MS
/** The last moment that Date knows. */
export const LAST_MOMENT_MS = 8.64e15

/** The length of '15m', '1h', '3h', '24h', '7d' in milliseconds; null for anything else or beyond 92 days. */
export function parseSpan(text: string): number | null {
  const match = /^([1-9]\d{0,5})([mhd])$/.exec(text)
  const ms = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN)
  return match === null || ms > LONGEST_WINDOW_MS ? null : ms
}

/**
 * The last so-and-so long until now, epoch milliseconds. Windows of half a day and more begin with a whole hour (UTC): a bar
 * cut off at its start would pass for a rise, and hours are read from few rows.
 */
export function movingWindow(spanMs: number, nowMs: number): { fromMs: number; toMs: number } {
  const fromMs = nowMs - spanMs
  const hour = Math.floor(fromMs / HOUR_MS) * HOUR_MS
  return { fromMs: spanMs < HOURLY_FROM_MS ? fromMs : Math.max(hour, nowMs - LONGEST_WINDOW_MS), toMs: nowMs }
}

/** The shortest usual step (1, 5, 15 minutes, 1, 3, 6 hours, days) that cuts the window into at most `maxPoints`. */
export function choosePeriodMs({ fromMs, toMs }: { fromMs: number; toMs: number }, maxPoints: number): number {
  const least = (toMs - fromMs) / Math.max(1, maxPoints)
  const usual = PERIODS_MS.find((period) => period >= least)
  const dayMs = 1440 * MINUTE_MS
  return usual ?? Math.ceil(least / dayMs) * dayMs
}

/** The window widened to whole periods, which is how CloudWatch keeps its points; whole minutes when not told. */
export function alignToPeriod<R extends { fromMs: number; toMs: number }>(range: R, periodMs = MINUTE_MS): R {
  return {
    ...range,
    fromMs: Math.floor(range.fromMs / periodMs) * periodMs,
    toMs: Math.ceil(range.toMs / periodMs) * periodMs,
  }
}

/** A window in epoch milliseconds, from inclusive, to exclusive, and how to say it. */
export type TimeRange = { fromMs: number; toMs: number; label: string }

type RangeParams = { range?: string | null; from?: string | null; to?: string | null }

const MINUTE_MS = 60_000
const UNITS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS }
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

function momentOf(text: string | null | undefined): number | null {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/**
 * The window that a URL asks for: two moments (from, to) in epoch milliseconds, or the last so-and-so long (range) until
 * now. Null when it asks for none that can be read; the caller has its own default.
 */
export function parseTimeRange({ range, from, to }: RangeParams, nowMs: number): TimeRange | null {
  const fromMs = momentOf(from)
  const toMs = momentOf(to)
  if (fromMs !== null && toMs !== null && fromMs < toMs && toMs - fromMs <= LONGEST_WINDOW_MS)
    return { fromMs, toMs, label: `${fromMs}-${toMs}` }
  const span = range ? parseSpan(range) : null
  return span === null || !range ? null : { fromMs: nowMs - span, toMs: nowMs, label: range }
}

/** What `parseTimeRange` reads back: a range that moves with the clock stays one, others become two moments. */
export function serialiseTimeRange({
  fromMs,
  toMs,
  label,
}: TimeRange): { range: string } | { from: string; to: string } {
  return parseSpan(label) === toMs - fromMs ? { range: label } : { from: String(fromMs), to: String(toMs) }
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

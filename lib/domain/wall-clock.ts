import { formatAbsoluteTime, zoneOffsetMs } from '@/lib/domain/format'

const DAY_MS = 86_400_000

/** What clocks of an IANA zone show at a moment, to the minute, as a field for a date and a time holds it: 2026-11-24T06:50. */
export function writeWallClock(atMs: number, zone: string): string {
  return new Date(atMs + zoneOffsetMs(atMs, zone)).toISOString().slice(0, 16)
}

/**
 * The moment, epoch ms, at which clocks of a zone show this; NaN for what is no date and time. Of a time that comes twice
 * the first, and one that clocks skip is as far behind the change as it would have been.
 */
export function readWallClock(text: string, zone: string): number {
  const shownMs = Date.parse(`${text}Z`)
  if (!Number.isFinite(shownMs)) return Number.NaN
  const before = shownMs - zoneOffsetMs(shownMs - DAY_MS, zone)
  const after = shownMs - zoneOffsetMs(shownMs + DAY_MS, zone)
  return [before, after].find((atMs) => atMs + zoneOffsetMs(atMs, zone) === shownMs) ?? before
}

/** The words by which a time of day is told from that of other zones: UTC, or UTC+1 as it is at that moment. */
export function zoneWords(atMs: number, zone: string): string {
  return formatAbsoluteTime(atMs, zone).split(' ').at(-1) ?? zone
}

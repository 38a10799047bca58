import { formatAbsoluteTime, zoneOffsetMs } from '@/lib/domain/format'

/** The time of day to the millisecond in a zone: 14:03:22.123. */
export function formatMoment(atMs: number, zone: string): string {
  return new Date(Math.floor(atMs) + zoneOffsetMs(atMs, zone)).toISOString().slice(11, 23)
}

/**
 * When a line of a list was logged: 14:03:22.123 today, 11-26 14:03:22 on another day, 25-11-26 14:03 in another year.
 * today: 2026-11-27.
 */
export function formatLineTime(atMs: number, zone: string, today: string): string {
  const [day = '', time = ''] = formatAbsoluteTime(atMs, zone).split(' ')
  if (day === today) return formatMoment(atMs, zone)
  const [year, date] = [day.slice(0, 4), day.slice(5)]
  return today.startsWith(year) ? `${date} ${time.slice(0, 8)}` : `${day.slice(2)} ${time.slice(0, 5)}`
}

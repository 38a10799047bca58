import { formatCount, formatDuration } from '@/lib/domain/format'

const MINUTE = 60_000

/** In how many minutes something was throttled; of what is old CloudWatch keeps longer periods. */
export function throttledTime(count: number | null, longestPeriodMs: number): string {
  if (longestPeriodMs <= MINUTE) return `${formatCount(count)} ${count === 1 ? 'minute' : 'minutes'}`
  return `${formatCount(count)} ${count === 1 ? 'period' : 'periods'} of up to ${formatDuration(longestPeriodMs)}`
}

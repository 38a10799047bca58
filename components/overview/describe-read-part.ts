import type { OverviewResponse } from '@/lib/contracts/overview'
import { formatDuration } from '@/lib/domain/format'

type Read = Pick<OverviewResponse, 'fromMs' | 'toMs'> & {
  trend: Pick<OverviewResponse['trend'], 'atMs' | 'known' | 'periodMs'>
}

/** Over how much of the window charts show something, where no figure is known of all of it; null where they show nothing. */
export function describeReadPart({ fromMs, toMs, trend: { atMs, known, periodMs } }: Read): string | null {
  const readMs = atMs.reduce((sum, at, index) => {
    const lengthMs = Math.min(toMs, at + periodMs) - Math.max(fromMs, at)
    return (known[index] ?? 0) > 0 ? sum + lengthMs : sum
  }, 0)
  return readMs === 0 ? null : `${formatDuration(readMs)} of ${formatDuration(toMs - fromMs)} read`
}

import type { OverviewResponse } from '@/lib/contracts/overview'
import { formatDuration } from '@/lib/domain/format'
import { isEnough } from '@/lib/domain/part-known'

type Read = Pick<OverviewResponse, 'fromMs' | 'toMs' | 'functions'> & {
  trend: Pick<OverviewResponse['trend'], 'atMs' | 'known' | 'periodMs'>
}

/** Of how much of the window enough functions are known, where no figure is known of all of it; null where that is none of it. */
export function describeReadPart({ fromMs, toMs, functions, trend: { atMs, known, periodMs } }: Read): string | null {
  const readMs = atMs.reduce((sum, at, index) => {
    const lengthMs = Math.min(toMs, at + periodMs) - Math.max(fromMs, at)
    return isEnough(known[index] ?? 0, functions) ? sum + lengthMs : sum
  }, 0)
  return readMs === 0 ? null : `${formatDuration(readMs)} of ${formatDuration(toMs - fromMs)} read`
}

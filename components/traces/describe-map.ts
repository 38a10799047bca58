import type { MapResponse } from '@/lib/contracts/map'
import { formatCount, formatMinute } from '@/lib/domain/format'
import { describeExtent } from '@/lib/domain/read-extent'

/** What a map counts, in words; zone: in which its moments are told. */
export function describeMap(page: MapResponse, zone: string): string {
  const sinceText = formatMinute(page.countedFromMs, zone)
  const parts = [
    page.cutBy === 'busy'
      ? `the newest ${formatCount(page.traces)} traces, since ${sinceText}: more are not counted one by one`
      : `${formatCount(page.traces)} traces, as recorded (sampled)`,
    page.cutBy === 'kept' && page.countedFromMs < page.countedToMs
      ? `counted since ${sinceText}: what began before is not kept, or yet to be drawn`
      : null,
    describeExtent(page.read, 'traces'),
    page.behind > 0 ? `the newest are still being counted in ${page.behind * 5} min of this window` : null,
    page.leftOut > 0 ? `${page.leftOut} rare services are left out` : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

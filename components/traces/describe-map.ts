import { describeHidden } from '@/components/traces/hidden-traces'
import { type RangeChoice, rangeWindow } from '@/lib/client/range-param'
import type { MapResponse } from '@/lib/contracts/map'
import { formatCount, formatMinute } from '@/lib/domain/format'
import { describeExtent } from '@/lib/domain/read-extent'

type Described = Omit<MapResponse, 'nodes' | 'edges'>

const MINUTE_MS = 60_000

/** What a map counts, and what of what was asked for it does not. */
export function describeMap(page: Described, range: RangeChoice, zone: string): string {
  const parts = [
    page.cutBy === 'busy'
      ? `the newest ${formatCount(page.traces)} traces: more are not counted one by one`
      : `${formatCount(page.traces)} traces, as recorded (sampled)`,
    describeCounted(page, range, zone),
    describeExtent(page.read, 'traces'),
    page.behind > 0 ? `the newest are still being counted in ${page.behind * 5} min of this window` : null,
    page.hidden === null ? null : `${describeHidden(page.hidden)}: ${page.hidden.reason}`,
    page.leftOut > 0 ? `${page.leftOut} rare services are left out` : null,
    page.edgesLeftOut > 0 ? `${page.edgesLeftOut} rare ways between services are left out` : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}

/** Null while the window that is counted is the one that was asked for, as far as its moments have come. */
function describeCounted({ countedFromMs, countedToMs }: Described, range: RangeChoice, zone: string): string | null {
  const asked = rangeWindow(range, countedToMs)
  const [from, to] = [formatMinute(countedFromMs, zone), formatMinute(countedToMs, zone)]
  if (countedFromMs < asked.from - MINUTE_MS || countedToMs > asked.to + MINUTE_MS) {
    return `counted in whole hours, ${from} to ${to}`
  }
  return countedFromMs > asked.from + MINUTE_MS ? `counted since ${from} only` : null
}

import type { ParamPatch } from '@/lib/client/view-params'
import type { ComparedSide } from '@/lib/contracts/versions'
import { ON_DEMAND_COST } from '@/lib/domain/cost/on-demand-words'
import { formatCount, formatDuration, formatMemory, formatPercent, formatUsd } from '@/lib/domain/format'

/** grows: with the length of the window, as a count does, or as the highest of more values may. */
export type ComparedRow = {
  label: string
  of(side: ComparedSide): number | null
  format(value: number | null): string
  link?: ParamPatch
  help?: string
  grows?: 'count' | 'highest'
}

const HOUR = 3_600_000

/** What two qualifiers are compared by. */
export const COMPARED_ROWS: readonly ComparedRow[] = [
  {
    label: 'Counted',
    of: lengthOf,
    format: formatDuration,
    help: 'How much of the window both sources have answered for. Counts of windows of unlike length are told by the hour as well, and their change is that of the hour; the highest values of such windows are not compared.',
  },
  { label: 'Invocations', of: (side) => side.invocations, format: formatCount, link: {}, grows: 'count' },
  { label: 'Errors', of: (side) => side.errors, format: formatCount, link: { result: 'failed' }, grows: 'count' },
  {
    label: 'Error rate',
    of: (side) => ratio(side.errors, side.invocations),
    format: formatPercent,
    link: { result: 'failed' },
  },
  { label: 'Throttles', of: (side) => side.throttles, format: formatCount, grows: 'count' },
  { label: 'Duration p50', of: (side) => side.p50Ms, format: formatDuration },
  { label: 'Duration p95', of: (side) => side.p95Ms, format: formatDuration, link: { sort: 'slowest' } },
  { label: 'Duration p99', of: (side) => side.p99Ms, format: formatDuration, link: { sort: 'slowest' } },
  { label: 'Longest', of: (side) => side.maxMs, format: formatDuration, link: { sort: 'slowest' }, grows: 'highest' },
  {
    label: 'Cold starts',
    of: (side) => ratio(side.coldStarts, side.logged),
    format: formatPercent,
    link: { start: 'cold' },
  },
  { label: 'Max memory used', of: (side) => side.maxMemoryUsedMb, format: formatMemory, grows: 'highest' },
  { label: 'Cost per million', help: ON_DEMAND_COST, of: (side) => side.usdPerMillion, format: formatUsd },
]

type Sides = Readonly<Record<'first' | 'second', ComparedSide>>

/** A count of windows of unlike length by the hour, which alone can be compared; null where it can be as it is. */
export function hourlyWords({ of, grows }: ComparedRow, side: ComparedSide, sides: Sides): string | null {
  const value = of(side)
  if (grows !== 'count' || value === null || isAlike(sides)) return null
  return `${formatCount((value * HOUR) / lengthOf(side))} an hour`
}

/** By how much the second differs from the first; — where that is not known, and nothing where it would say nothing. */
export function changeWords({ of, grows }: ComparedRow, sides: Sides): string {
  if (of === lengthOf) return ''
  const { first, second } = sides
  const [before, after] = [of(first), of(second)]
  const isHighestOfMore = grows === 'highest' && !isAlike(sides)
  if (before === null || after === null || before === 0 || isHighestOfMore) return '—'
  const lengths = grows === 'count' ? lengthOf(first) / lengthOf(second) : 1
  const share = (after / before) * lengths - 1
  return `${share > 0 ? '+' : ''}${Number((share * 100).toPrecision(3))} %`
}

function isAlike({ first, second }: Sides): boolean {
  return lengthOf(first) === lengthOf(second)
}

function lengthOf({ fromMs, countedToMs }: ComparedSide): number {
  return countedToMs - fromMs
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || !whole ? null : part / whole
}

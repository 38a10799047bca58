'use client'

import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { HelpMark } from '@/components/ui/help-mark'
import { differenceWords } from '@/components/versions/difference-words'
import { useClock } from '@/lib/client/clock'
import type { ParamPatch } from '@/lib/client/view-params'
import type { ComparedSide, CompareResponse } from '@/lib/contracts/versions'
import { ON_DEMAND_COST } from '@/lib/domain/cost/on-demand-words'
import {
  formatAbsoluteTime,
  formatCount,
  formatDuration,
  formatMemory,
  formatPercent,
  formatUsd,
} from '@/lib/domain/format'

type Row = {
  label: string
  of(side: ComparedSide): number | null
  format(value: number | null): string
  link?: ParamPatch
  help?: string
  /** It grows with the length of the window: rates are compared. */
  isCount?: boolean
}

const ROWS: readonly Row[] = [
  {
    label: 'Counted',
    of: lengthOf,
    format: formatDuration,
    help: 'How much of the window both sources have answered for. Counts of windows of unlike length are compared by the hour.',
  },
  { label: 'Invocations', of: (side) => side.invocations, format: formatCount, link: {}, isCount: true },
  { label: 'Errors', of: (side) => side.errors, format: formatCount, link: { result: 'failed' }, isCount: true },
  {
    label: 'Error rate',
    of: (side) => ratio(side.errors, side.invocations),
    format: formatPercent,
    link: { result: 'failed' },
  },
  { label: 'Throttles', of: (side) => side.throttles, format: formatCount, isCount: true },
  { label: 'Duration p50', of: (side) => side.p50Ms, format: formatDuration },
  { label: 'Duration p95', of: (side) => side.p95Ms, format: formatDuration, link: { sort: 'slowest' } },
  { label: 'Duration p99', of: (side) => side.p99Ms, format: formatDuration, link: { sort: 'slowest' } },
  { label: 'Longest', of: (side) => side.maxMs, format: formatDuration, link: { sort: 'slowest' } },
  {
    label: 'Cold starts',
    of: (side) => ratio(side.coldStarts, side.logged),
    format: formatPercent,
    link: { start: 'cold' },
  },
  { label: 'Max memory used', of: (side) => side.maxMemoryUsedMb, format: formatMemory },
  { label: 'Cost per million', help: ON_DEMAND_COST, of: (side) => side.usdPerMillion, format: formatUsd },
]

type Props = { data: CompareResponse; path: string; place: ParamPatch }

/** The two side by side, and what sets their versions apart. */
export function CompareFigures({ data, path, place }: Props) {
  const { zone } = useClock()
  const sides = [data.first, data.second]
  return (
    <div className="grid grid-cols-1 gap-4 xl:grid-cols-[minmax(0,1fr)_320px]">
      <FigureTable
        label="Compared figures"
        minWidth={480}
        columns={[
          { label: 'Figure' },
          ...sides.map((side, index) => ({
            label: `${index === 0 ? 'First' : 'Second'}: ${side.qualifier ?? 'all traffic'}`,
            number: true,
            title: `${formatAbsoluteTime(side.fromMs, zone)} to ${formatAbsoluteTime(side.countedToMs, zone)}`,
          })),
          { label: 'Change', wideOnly: true, number: true },
        ]}
        rows={ROWS.map(({ label, of, format, link, help, isCount = false }) => ({
          key: label,
          cells: [
            help === undefined ? (
              label
            ) : (
              <span key="label" className="inline-flex items-center gap-1">
                {label}
                <HelpMark text={help} />
              </span>
            ),
            ...sides.map((side, index) => (
              <Figure
                // biome-ignore lint/suspicious/noArrayIndexKey: there are always two, in this order
                key={index}
                to={`${path}/invocations`}
                params={
                  link && {
                    ...place,
                    ...link,
                    qualifier: side.qualifier,
                    window: `${side.fromMs}-${side.countedToMs}`,
                  }
                }
                exact={of(side)}
              >
                {format(of(side))}
              </Figure>
            )),
            of === lengthOf ? '' : change(rateOf(data.first, of, isCount), rateOf(data.second, of, isCount)),
          ],
        }))}
      />
      <div className="min-w-0 px-3 pb-3 text-sm">
        <h3 className="pb-1 font-medium">Differences of the versions</h3>
        {data.differences.length === 0 ? (
          <p className="text-muted">Nothing that is known, or one of the two stands for several versions.</p>
        ) : (
          <ul className="flex flex-col gap-1">
            {data.differences.map((difference) => {
              const { label, before, after } = differenceWords(difference)
              return (
                <li key={difference.field} className="break-words">
                  <span className="text-muted">{label}</span> <del className="text-faint">{before}</del> → {after}
                </li>
              )
            })}
          </ul>
        )}
        {sides.map(
          (side, index) =>
            side.reason !== null && (
              // biome-ignore lint/suspicious/noArrayIndexKey: there are always two, in this order
              <p key={index} className="pt-2 text-muted text-xs">
                {index === 0 ? 'First' : 'Second'}: {side.reason}
              </p>
            ),
        )}
      </div>
    </div>
  )
}

type FigureProps = { to: string; params: ParamPatch | undefined; exact: number | null; children: string }

function Figure({ to, params, exact, children }: FigureProps) {
  const title = exact === null ? undefined : String(exact)
  if (params === undefined || exact === null) return <span title={title}>{children}</span>
  return (
    <AppLink to={to} params={params} title={title} className="hover:underline">
      {children}
    </AppLink>
  )
}

function lengthOf({ fromMs, countedToMs }: ComparedSide): number {
  return countedToMs - fromMs
}

/** What of two windows of unlike length can be compared. */
function rateOf(side: ComparedSide, of: Row['of'], isCount: boolean): number | null {
  const value = of(side)
  return value === null || !isCount ? value : value / lengthOf(side)
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || !whole ? null : part / whole
}

function change(first: number | null, second: number | null): string {
  if (first === null || second === null || first === 0) return '—'
  const share = second / first - 1
  return `${share > 0 ? '+' : ''}${Number((share * 100).toPrecision(3))} %`
}

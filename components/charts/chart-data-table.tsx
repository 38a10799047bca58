'use client'

import type { ChartSpec } from '@/components/charts/chart-spec'
import { countedPart } from '@/components/charts/find-gaps'
import { formatValue } from '@/components/charts/pick-ticks'
import { useClock } from '@/lib/client/clock'
import { formatAbsoluteTime } from '@/lib/domain/format'

/** The chart's facts as a table, newest first; a moment opens its invocations. */
export default function ChartDataTable({
  spec,
  onBucket,
}: {
  spec: ChartSpec
  onBucket(fromMs: number, toMs: number): void
}) {
  const { zone } = useClock()
  const rows = spec.atMs.map((at, index) => ({ at, index })).reverse()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section aria-label={`Data of ${spec.title}`} tabIndex={0} className="h-full overflow-auto px-3 pb-2">
      <table className="w-full text-xs">
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className="sticky top-0 bg-surface py-1 font-normal">
              Time ({zone})
            </th>
            {spec.series.map(({ key, label }) => (
              <th key={key} scope="col" className="sticky top-0 bg-surface py-1 text-right font-normal">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, index }) => (
            <tr key={at} className="hover:bg-hover">
              <td>
                <button
                  type="button"
                  className="inline-flex min-h-7 items-center hover:underline"
                  onClick={() => onBucket(at, at + spec.periodMs)}
                >
                  {formatAbsoluteTime(at, zone)}
                  {countedPart(at, spec) !== null && ' · in part'}
                </button>
              </td>
              {spec.series.map(({ key, values }) => (
                <td key={key} className="figures py-0.5 text-right" title={String(values[index] ?? 'not known')}>
                  {formatValue(values[index] ?? null, spec.unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

'use client'

import { LEVEL_SERIES, type prepareLogHistogram } from '@/components/logs/prepare-log-histogram'
import { useClock } from '@/lib/client/clock'
import { formatAbsoluteTime } from '@/lib/domain/format'

type Props = { prepared: ReturnType<typeof prepareLogHistogram>; onZoom(fromMs: number, toMs: number): void }

/** The facts of the histogram as a table, newest first; a moment zooms to it. */
export default function HistogramTable({ prepared, onZoom }: Props) {
  const { zone } = useClock()
  const head = 'sticky top-0 bg-surface py-1 font-normal'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section aria-label="Data of the lines by time and level" tabIndex={0} className="h-full overflow-auto px-3 pb-2">
      <table className="w-full text-xs">
        <thead>
          <tr className="text-left text-muted">
            <th scope="col" className={head}>
              Time ({zone})
            </th>
            {LEVEL_SERIES.map(({ label }) => (
              <th key={label} scope="col" className={`${head} text-right`}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {prepared.buckets.toReversed().map(({ atMs, counts, isKnown }) => (
            <tr key={atMs} className="hover:bg-hover">
              <td>
                <button
                  type="button"
                  className="inline-flex min-h-7 items-center hover:underline"
                  onClick={() => onZoom(atMs, atMs + prepared.periodMs)}
                >
                  {formatAbsoluteTime(atMs, zone)}
                </button>
              </td>
              {LEVEL_SERIES.map(({ label, keys }) => (
                <td key={label} className="figures py-0.5 text-right">
                  {isKnown ? keys.reduce((sum, key) => sum + counts[key], 0).toLocaleString('en') : '—'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

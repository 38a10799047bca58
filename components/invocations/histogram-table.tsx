'use client'

import { type InvocationHistogram, RESULT_SERIES } from '@/components/invocations/prepare-invocation-histogram'
import { FigureTable } from '@/components/ui/figure-table'
import { useClock } from '@/lib/client/clock'
import { formatAbsoluteTime } from '@/lib/domain/format'

type Props = { prepared: InvocationHistogram; onWindow(fromMs: number, toMs: number): void }

/** The facts of the histogram, newest first; a moment narrows the list to it. */
export default function HistogramTable({ prepared, onWindow }: Props) {
  const { zone } = useClock()
  return (
    <FigureTable
      label="Data of the invocations by time and result"
      className="h-full"
      minWidth={480}
      columns={[
        { label: `Time (${zone})` },
        ...RESULT_SERIES.toReversed().map(({ label }) => ({ label, number: true })),
      ]}
      rows={prepared.bars.toReversed().map(({ atMs, sums }) => ({
        key: String(atMs),
        cells: [
          <button
            key="time"
            type="button"
            className="figures inline-flex min-h-7 items-center hover:underline"
            onClick={() => onWindow(atMs, atMs + prepared.periodMs)}
          >
            {formatAbsoluteTime(atMs, zone)}
          </button>,
          ...sums.toReversed().map((sum) => (sum === null ? '—' : sum.toLocaleString('en'))),
        ],
      }))}
    />
  )
}

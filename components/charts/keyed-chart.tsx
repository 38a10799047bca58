'use client'

import { type ChartProps, TimeChart } from '@/components/charts/time-chart'
import { useKeyStretch } from '@/components/charts/use-key-stretch'
import { useClock } from '@/lib/client/clock'
import { formatAbsoluteTime } from '@/lib/domain/format'

/** A chart of which the keyboard chooses a stretch as a drag does. */
export default function KeyedChart(props: ChartProps) {
  const { zone } = useClock()
  const { handlers, onCrosshair, stretch } = useKeyStretch(props.spec.periodMs, props.onDragged)
  return (
    <div {...handlers}>
      <TimeChart {...props} chosen={stretch ?? props.chosen} onCrosshair={onCrosshair} />
      <p role="status" className="sr-only">
        {stretch &&
          `Chosen: ${formatAbsoluteTime(stretch.fromMs, zone)} to ${formatAbsoluteTime(stretch.toMs, zone)}. Enter offers what it leads to.`}
      </p>
    </div>
  )
}

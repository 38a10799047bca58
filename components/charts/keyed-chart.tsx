'use client'

import { memo } from 'react'
import { type ChartProps, TimeChart } from '@/components/charts/time-chart'
import type { ChosenWindow } from '@/components/charts/use-drag-selection'
import { useKeyStretch } from '@/components/charts/use-key-stretch'
import { useClock } from '@/lib/client/clock'
import { formatAbsoluteTime } from '@/lib/domain/format'

/** A chart of which the keyboard chooses a stretch as a drag does. Drawn again for other data alone, because it takes long. */
export default memo(function KeyedChart(props: ChartProps) {
  const { handlers, onCrosshair, stretch } = useKeyStretch(props.spec.periodMs, props.onDragged)
  return (
    <div {...handlers}>
      <TimeChart {...props} chosen={stretch ?? props.chosen} onCrosshair={onCrosshair} />
      <p role="status" className="sr-only">
        {stretch && <Stretch {...stretch} />}
      </p>
    </div>
  )
})

/** Apart, because the clock goes on. */
function Stretch({ fromMs, toMs }: ChosenWindow) {
  const { zone } = useClock()
  return `Chosen: ${formatAbsoluteTime(fromMs, zone)} to ${formatAbsoluteTime(toMs, zone)}. Enter offers what it leads to.`
}

'use client'

import { useState } from 'react'
import type { ChartSeries } from '@/components/charts/chart-spec'

export type Legend = {
  hidden: ReadonlySet<string>
  /** alone: leave only this series, or bring all back when it is alone already. */
  press(key: string, alone: boolean): void
}

/** Which series are off. A press isolates one; with Ctrl or Cmd it hides or shows just that one. */
export function useLegend(series: readonly ChartSeries[]): Legend {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const press = (key: string, alone: boolean) => {
    const others = series.filter((one) => one.key !== key).map((one) => one.key)
    if (!alone) {
      const next = new Set(hidden)
      if (!next.delete(key)) next.add(key)
      setHidden(next.size === series.length ? new Set() : next)
    } else {
      const isAlone = !hidden.has(key) && others.every((other) => hidden.has(other))
      setHidden(isAlone ? new Set() : new Set(others))
    }
  }
  return { hidden, press }
}

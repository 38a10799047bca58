'use client'

import { useMemo } from 'react'
import type { ChartSpec } from '@/components/charts/chart-spec'
import { readSeries, writeSeries } from '@/lib/client/shown-param'
import { useViewParams } from '@/lib/client/view-params'

export type Legend = {
  hidden: ReadonlySet<string>
  /** alone: leave only this series, or bring all back when it is alone already. */
  press(key: string, alone: boolean): void
}

/** Which series are off, as the URL says. A press isolates one; with Ctrl or Cmd it hides or shows just that one. */
export function useLegend({ id, series }: Pick<ChartSpec, 'id' | 'series'>): Legend {
  const { params, set } = useViewParams()
  const off = JSON.stringify(listHidden(readSeries(params, id), series))
  // The same set as long as it holds the same: another would draw the chart again with every change of the URL.
  const hidden = useMemo(() => new Set<string>(JSON.parse(off)), [off])
  const show = (keys: string[]) => {
    const isAll = keys.length === 0 || keys.length === series.length
    set({ series: writeSeries(params, id, isAll ? null : keys) }, 'replace')
  }
  const press = (key: string, alone: boolean) => {
    const shown = series.flatMap((one) => (hidden.has(one.key) ? [] : [one.key]))
    if (alone) show(shown.length === 1 && shown[0] === key ? [] : [key])
    else show(shown.includes(key) ? shown.filter((one) => one !== key) : [...shown, key])
  }
  return { hidden, press }
}

function listHidden(shown: ReadonlySet<string> | null, series: ChartSpec['series']): string[] {
  const keys = series.map(({ key }) => key)
  // Names that none of its series has anymore would leave an empty chart.
  if (shown === null || !keys.some((key) => shown.has(key))) return []
  return keys.filter((key) => !shown.has(key))
}

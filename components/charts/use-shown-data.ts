'use client'

import { readTables, writeTable } from '@/lib/client/shown-param'
import { useViewParams } from '@/lib/client/view-params'

/** Whether a chart shows its data as a table, as the URL says. */
export function useShownData(chart: string) {
  const { params, set } = useViewParams()
  const asTable = readTables(params).includes(chart)
  return { asTable, toggle: () => set({ data: writeTable(params, chart, !asTable) }, 'replace') }
}

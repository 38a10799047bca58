'use client'

import { bandWords } from '@/components/performance/prepare-heat-cells'
import { AppLink } from '@/components/ui/app-link'
import { FigureTable } from '@/components/ui/figure-table'
import { useClock } from '@/lib/client/clock'
import type { ParamPatch } from '@/lib/client/view-params'
import type { HeatMap } from '@/lib/contracts/performance'
import { formatAbsoluteTime, formatCount } from '@/lib/domain/format'

/** Where the invocations of a cell are listed. */
export type CellLink = (column: number, band: number) => { to: string; params: ParamPatch }

type Props = { heat: HeatMap; linkOf: CellLink }

/** Every cell that holds invocations, newest first, each a link to them. */
export function HeatMapTable({ heat: { bands, columns }, linkOf }: Props) {
  const { zone } = useClock()
  const rows = columns
    .flatMap(({ fromMs, counts }, column) =>
      bands.flatMap((band, index) => {
        const count = counts?.[index] ?? 0
        if (count === 0) return []
        const link = (
          <AppLink key="link" {...linkOf(column, index)} className="text-accent hover:underline">
            {formatCount(count)}
          </AppLink>
        )
        return [{ key: `${column}/${index}`, cells: [formatAbsoluteTime(fromMs, zone), bandWords(band), link] }]
      }),
    )
    .reverse()
  return (
    <FigureTable
      label="Cells of the heat map"
      className="h-72"
      minWidth={360}
      columns={[{ label: `Time (${zone})` }, { label: 'Duration' }, { label: 'Invocations', number: true }]}
      rows={rows}
    />
  )
}

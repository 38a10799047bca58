import type { DataTable } from '@/components/charts/data-table'
import type { HeatMap } from '@/lib/contracts/performance'
import { formatDuration } from '@/lib/domain/format'

/** Places are fractions of the picture, from its left and its bottom. strength: 0 to 1, by the logarithm of the count. */
export type HeatCell = {
  column: number
  band: number
  count: number
  x: number
  y: number
  width: number
  height: number
  strength: number
}

export type HeatPicture = {
  cells: HeatCell[]
  gaps: { x: number; width: number }[]
  yTicks: { y: number; label: string }[]
  most: number
}

const MOST_TICKS = 9

/** Where each cell that holds invocations stands, and which columns are not known. */
export function prepareHeatCells({ bands, columns }: HeatMap): HeatPicture {
  const width = 1 / Math.max(1, columns.length)
  const height = 1 / Math.max(1, bands.length)
  const most = columns.reduce((top, { counts }) => Math.max(top, ...(counts ?? [])), 0)
  const cells: HeatCell[] = []
  const gaps: HeatPicture['gaps'] = []
  columns.forEach(({ counts }, column) => {
    const x = column * width
    const last = gaps.at(-1)
    if (counts === null && last !== undefined && Math.abs(last.x + last.width - x) < 1e-9) last.width += width
    else if (counts === null) gaps.push({ x, width })
    counts?.forEach((count, band) => {
      if (count === 0) return
      const strength = most === 1 ? 1 : Math.log(count) / Math.log(most)
      cells.push({ column, band, count, x, y: band * height, width, height, strength })
    })
  })
  const step = Math.ceil(bands.length / MOST_TICKS)
  const yTicks = bands.flatMap(({ roughToMs }, band) =>
    (band + 1) % step === 0 ? [{ y: (band + 1) * height, label: formatDuration(roughToMs) }] : [],
  )
  return { cells, gaps, yTicks, most }
}

/** Every cell with how many invocations it holds, oldest first; those of a time that is not read hold null. */
export function tableOfHeat({ bands, columns }: HeatMap): DataTable {
  return {
    columns: ['time', 'longer than (ms)', 'at most (ms)', 'invocations'],
    rows: columns.flatMap(({ fromMs, counts }) =>
      bands.map(({ roughFromMs, roughToMs }, band) => [
        ...[new Date(fromMs).toISOString(), roughFromMs, roughToMs],
        counts === null ? null : (counts[band] ?? 0),
      ]),
    ),
  }
}

/** A band in words: '20 to 30 ms', '700 ms to 1 s'. */
export function bandWords({ roughFromMs, roughToMs }: { roughFromMs: number; roughToMs: number }): string {
  return `${roughFromMs === 0 ? '0' : formatDuration(roughFromMs)} to ${formatDuration(roughToMs)}`
}

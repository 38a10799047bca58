import { type Covered, isCovered, type Window } from '@/lib/domain/covered-window'
import { chooseBands, countByBand, type DurationBand } from '@/lib/domain/performance/duration-bands'
import type { Sketch } from '@/lib/domain/sketch'

/** Whole periods, of which the window may hold only a part of the first and the last. counts: invocations of each band, from the lowest; null where log lines have not been read for all of the column. */
export type HeatColumn = Window & { counts: number[] | null }

export type HeatMap = { periodMs: number; bands: DurationBand[]; columns: HeatColumn[] }

/**
 * Invocations by the time at which they started and by their Duration. sketches: of the columns in which some ended, by
 * their number. A column that is not covered has no counts, unless it
 * holds invocations; the running one counts what is known so far.
 */
export function buildHeatMap(
  sketches: ReadonlyMap<number, Sketch>,
  grid: Window & { periodMs: number; originMs: number; nowMs: number },
  covered: Covered,
): HeatMap {
  const { fromMs, toMs, periodMs, originMs, nowMs } = grid
  const bands = chooseBands(sketches.values())
  const columns = Array.from({ length: Math.ceil((toMs - originMs) / periodMs) }, (_, index): HeatColumn => {
    const column = { fromMs: originMs + index * periodMs, toMs: originMs + (index + 1) * periodMs }
    const sketch = sketches.get(index)
    if (sketch !== undefined) return { ...column, counts: countByBand(sketch, bands) }
    const isKnown = isCovered(covered, {
      fromMs: Math.max(column.fromMs, fromMs),
      toMs: Math.min(column.toMs, toMs, nowMs),
    })
    return { ...column, counts: isKnown ? bands.map(() => 0) : null }
  })
  return { periodMs, bands, columns }
}

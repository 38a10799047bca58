import type { TimeRange } from '@/lib/sync/time-ranges'

/** SQL that reads a tstzmultirange column as JSON [[fromMs, toMs], …], oldest first; parseCovered reads the answer. */
export function coveredJson(column: string): string {
  return `(SELECT coalesce(json_agg(json_build_array(
    round(extract(epoch FROM lower(r)) * 1000), round(extract(epoch FROM upper(r)) * 1000)) ORDER BY r), '[]')
    FROM unnest(${column}) AS r)`
}

export function parseCovered(ranges: readonly [number, number][]): TimeRange[] {
  return ranges.map(([fromMs, toMs]) => ({ fromMs, toMs }))
}

/** Bounds of a range as SQL parameters. A range of no length is empty, which adds and removes nothing. */
export function rangeValues(range: TimeRange | null): [Date, Date] {
  const { fromMs, toMs } = range ?? { fromMs: 0, toMs: 0 }
  return [new Date(fromMs), new Date(Math.max(fromMs, toMs))]
}

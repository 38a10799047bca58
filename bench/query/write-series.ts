import type pg from 'pg'
import { DAY, type History, HOUR, MINUTE } from '@/bench/query/history-shape'
import { WEEK_MS, weekOf } from '@/lib/domain/utc-week'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'

/** What CloudWatch counts of a minute; live: of it through the alias. */
export type Minute = { invocations: number; errors: number; live: number; liveErrors: number; most: number }

/** The points of every series of a function by hour, day and week, as a pull would leave them. */
export async function writeSeries(
  client: pg.Client,
  { fromMs, toMs }: History,
  fn: History['functions'][number],
  minutes: ReadonlyMap<number, Minute>,
): Promise<void> {
  const hours = new BinaryCopyEncoder(4)
  const days = new BinaryCopyEncoder(5)
  const weeks = new BinaryCopyEncoder(5)
  for (const { id, pick, isSum } of fn.series) {
    const totals = new Map<number, number>()
    for (let dayMs = Math.floor(fromMs / DAY) * DAY; dayMs < toMs; dayMs += DAY) {
      const day = Array.from({ length: 24 }, (_, hour) => {
        const first = (dayMs + hour * HOUR) / MINUTE
        const points = Array.from({ length: 60 }, (_slot, slot) => pickOf(minutes.get(first + slot), pick))
        const known = points.filter((value) => value !== null)
        if (known.length === 0) return null
        writeArray(hours, fn.accountRegionId, id, dayMs + hour * HOUR, points)
        return isSum ? known.reduce((sum, value) => sum + value, 0) : Math.max(...known)
      })
      const known = day.filter((value) => value !== null)
      if (known.length === 0) continue
      const total = isSum ? known.reduce((sum, value) => sum + value, 0) : Math.max(...known)
      writeArray(days, fn.accountRegionId, id, dayMs, day)
      days.float8(total)
      totals.set(dayMs, total)
    }
    for (let weekMs = weekOf(fromMs); weekMs < toMs; weekMs += WEEK_MS) {
      const week = Array.from({ length: 7 }, (_, day) => totals.get(weekMs + day * DAY) ?? null)
      const known = week.filter((value) => value !== null)
      if (known.length === 0) continue
      writeArray(weeks, fn.accountRegionId, id, weekMs, week)
      weeks.bool(known.every((value) => value === 0))
    }
  }
  await copyRows(client, 'metric_hour (account_region_id, series_id, at, points)', hours)
  await copyRows(client, 'metric_day (account_region_id, series_id, at, hours, total)', days)
  await copyRows(client, 'metric_week (account_region_id, series_id, at, days, is_zero)', weeks)
}

function pickOf(minute: Minute | undefined, pick: keyof Minute | null): number | null {
  if (minute === undefined) return null
  return pick === null ? 0 : minute[pick]
}

function writeArray(
  rows: BinaryCopyEncoder,
  placeId: number,
  seriesId: number,
  atMs: number,
  values: (number | null)[],
): void {
  rows.row()
  rows.int4(placeId)
  rows.int4(seriesId)
  rows.timestamptz(atMs)
  rows.float8Array(values)
}

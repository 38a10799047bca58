import type pg from 'pg'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import type { MetricResult } from '@/lib/sync/aws/get-metric-data'
import { HOUR_MS } from '@/lib/sync/plan-windows'
import { markDayChanges } from '@/lib/sync/store/mark-day-changes'
import type { TimeRange } from '@/lib/sync/time-ranges'

const DAY_MS = 24 * HOUR_MS
/* first and last: the elements of points that were asked for; the others are null and say nothing. */
const STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS stage_metric_hour (
    account_region_id int4, series_id int4, at timestamptz, first int4, last int4, last_point_at timestamptz, points float8[]
  ) ON COMMIT DELETE ROWS`
/* CloudWatch re-states: a point that it no longer has goes, one that it changed is overwritten. An hour that was read in
   longer periods than before is read whole, and stands alone. */
const RESTATE = `
  UPDATE metric_hour m SET points = n.points FROM (
    SELECT s.series_id, s.at, CASE WHEN cardinality(h.points) <> cardinality(s.points) THEN s.points
      ELSE h.points[1:s.first] || s.points[s.first + 1:s.last] || h.points[s.last + 1:] END AS points
    FROM stage_metric_hour s JOIN metric_hour h ON h.series_id = s.series_id AND h.at = s.at AND h.at >= $1 AND h.at < $2
  ) AS n WHERE m.series_id = n.series_id AND m.at = n.at AND m.at >= $1 AND m.at < $2 AND m.points IS DISTINCT FROM n.points`
const ADD = `
  INSERT INTO metric_hour (account_region_id, series_id, at, points)
  SELECT account_region_id, series_id, at, points FROM stage_metric_hour WHERE last_point_at IS NOT NULL
  ON CONFLICT DO NOTHING`
const DROP_EMPTY_HOURS = `
  DELETE FROM metric_hour m USING stage_metric_hour s
  WHERE m.series_id = s.series_id AND m.at = s.at AND m.at >= $1 AND m.at < $2
    AND s.last_point_at IS NULL AND array_remove(m.points, NULL) = '{}'`
/* Of nothing but NULL it is NULL. */
const merged = (statistic: string, values: string) =>
  `(SELECT CASE ${statistic} WHEN 'Sum' THEN sum(v) WHEN 'Minimum' THEN min(v) ELSE max(v) END FROM unnest(${values}) AS v)`
/* The hours of a window follow one another: those of one day are one piece of its 24. Averages and percentiles of minutes
   have no value for an hour. */
const STORE_DAYS = `
  WITH hours AS (
    SELECT s.account_region_id, s.series_id, r.statistic, date_trunc('day', s.at, 'UTC') AS day,
      extract(hour FROM s.at AT TIME ZONE 'UTC')::int AS hour,
      ${merged('r.statistic', 'm.points')} AS value
    FROM stage_metric_hour s JOIN metric_series r ON r.id = s.series_id
      LEFT JOIN metric_hour m ON m.series_id = s.series_id AND m.at = s.at AND m.at >= $1 AND m.at < $2
    WHERE r.statistic IN ('Sum', 'Minimum', 'Maximum')
  ), pieces AS (
    SELECT account_region_id, series_id, statistic, day, min(hour) AS first, max(hour) + 1 AS last,
      array_agg(value ORDER BY hour) AS hours, count(value) > 0 AS filled
    FROM hours GROUP BY 1, 2, 3, 4
  ), patched AS (
    UPDATE metric_day d SET hours = p.hours, total = coalesce(${merged('p.statistic', 'p.hours')}, 0)
    FROM (
      SELECT p.series_id, p.day, p.statistic, o.hours[1:p.first] || p.hours || o.hours[p.last + 1:] AS hours
      FROM pieces p JOIN metric_day o ON o.series_id = p.series_id AND o.at = p.day
    ) AS p WHERE d.series_id = p.series_id AND d.at = p.day
    RETURNING d.series_id, d.at
  )
  INSERT INTO metric_day (account_region_id, series_id, at, total, hours)
  SELECT account_region_id, series_id, day, ${merged('statistic', 'hours')},
    array_fill(NULL::float8, ARRAY[first]) || hours || array_fill(NULL::float8, ARRAY[24 - last])
  FROM pieces p WHERE filled AND NOT EXISTS (SELECT 1 FROM patched d WHERE d.series_id = p.series_id AND d.at = p.day)`
const DROP_EMPTY_DAYS = `
  DELETE FROM metric_day d USING (SELECT DISTINCT series_id, date_trunc('day', at, 'UTC') AS day FROM stage_metric_hour) AS s
  WHERE d.series_id = s.series_id AND d.at = s.day AND array_remove(d.hours, NULL) = '{}'`
/* The days of a window follow one another: those of one week are one piece of its seven. */
const STORE_WEEKS = `
  WITH days AS (
    SELECT s.account_region_id, s.series_id, date_trunc('week', s.day, 'UTC') AS week,
      extract(isodow FROM s.day AT TIME ZONE 'UTC')::int AS day, d.total
    FROM (SELECT DISTINCT account_region_id, series_id, date_trunc('day', at, 'UTC') AS day FROM stage_metric_hour) AS s
      JOIN metric_series r ON r.id = s.series_id AND r.statistic IN ('Sum', 'Minimum', 'Maximum')
      LEFT JOIN metric_day d ON d.series_id = s.series_id AND d.at = s.day AND d.at >= $1 AND d.at < $2
  ), pieces AS (
    SELECT account_region_id, series_id, week, min(day) - 1 AS first, max(day) AS last,
      array_agg(total ORDER BY day) AS days, count(total) > 0 AS filled
    FROM days GROUP BY 1, 2, 3
  ), patched AS (
    UPDATE metric_week w SET days = p.days, is_zero = NOT EXISTS (SELECT FROM unnest(p.days) AS v WHERE v <> 0)
    FROM (
      SELECT p.series_id, p.week, o.days[1:p.first] || p.days || o.days[p.last + 1:] AS days
      FROM pieces p JOIN metric_week o ON o.series_id = p.series_id AND o.at = p.week
    ) AS p WHERE w.series_id = p.series_id AND w.at = p.week
    RETURNING w.series_id, w.at
  )
  INSERT INTO metric_week (account_region_id, series_id, at, is_zero, days)
  SELECT account_region_id, series_id, week, NOT EXISTS (SELECT FROM unnest(days) AS v WHERE v <> 0),
    array_fill(NULL::float8, ARRAY[first]) || days || array_fill(NULL::float8, ARRAY[7 - last])
  FROM pieces p WHERE filled AND NOT EXISTS (SELECT 1 FROM patched w WHERE w.series_id = p.series_id AND w.at = p.week)`
const DROP_EMPTY_WEEKS = `
  DELETE FROM metric_week w USING (SELECT DISTINCT series_id, date_trunc('week', at, 'UTC') AS week FROM stage_metric_hour) AS s
  WHERE w.series_id = s.series_id AND w.at = s.week AND array_remove(w.days, NULL) = '{}'`
const COVER = `
  UPDATE metric_series s SET
    covered = covered - tstzmultirange(tstzrange($4, $5)) + tstzmultirange(tstzrange($2, $3)),
    last_point_at = greatest(s.last_point_at, p.last_point_at),
    read_at = coalesce($6, read_at)
  FROM (SELECT series_id, max(last_point_at) AS last_point_at FROM stage_metric_hour GROUP BY 1) AS p
  WHERE s.id = ANY($1) AND p.series_id = s.id`
const FORGET = `
  UPDATE metric_series SET covered = covered - tstzmultirange(tstzrange($2, $3)), read_at = 'epoch'
  WHERE id = ANY($1)`

/** What was read of each series: a window of whole periods. isLive: up to where there are points. */
export type MetricCovering = { window: TimeRange; forget: TimeRange | null; periodS: number; isLive: boolean }

/** Says that a stretch of these series has to be read again, although it was answered before, and that it was tried. */
export async function forgetMetricPoints(
  client: pg.ClientBase,
  seriesIds: readonly number[],
  stretch: TimeRange,
): Promise<void> {
  if (seriesIds.length > 0) await client.query(FORGET, [seriesIds, new Date(stretch.fromMs), new Date(stretch.toMs)])
}

/**
 * Makes the stored points of a window be exactly the answered ones, for every series that was answered whole, and says
 * that the window is covered. Within the caller's transaction. Returns how many hours of series have changed.
 */
export async function storeMetricPoints(
  client: pg.ClientBase,
  accountRegionId: number,
  results: readonly MetricResult[],
  covering: MetricCovering,
): Promise<number> {
  const complete = results.filter((result) => result.complete)
  if (complete.length === 0) return 0
  const { window } = covering
  const forget = covering.forget ?? { fromMs: 0, toMs: 0 }
  await client.query(STAGE)
  const target = 'stage_metric_hour (account_region_id, series_id, at, first, last, last_point_at, points)'
  await copyRows(client, target, encodeHours(accountRegionId, complete, covering))
  const hours = [new Date(floorTo(window.fromMs, HOUR_MS)), new Date(window.toMs)]
  const restated = await client.query(RESTATE, hours)
  const added = await client.query(ADD)
  const dropped = await client.query(DROP_EMPTY_HOURS, hours)
  await client.query(STORE_DAYS, hours)
  await client.query(DROP_EMPTY_DAYS)
  await client.query(STORE_WEEKS, [new Date(floorTo(window.fromMs, DAY_MS)), new Date(window.toMs)])
  await client.query(DROP_EMPTY_WEEKS)
  const bounds = [window.fromMs, window.toMs, forget.fromMs, forget.toMs].map((ms) => new Date(ms))
  const readAt = covering.isLive ? new Date(window.toMs) : null
  await client.query(COVER, [complete.map(({ id }) => id), ...bounds, readAt])
  const changed = (restated.rowCount ?? 0) + (added.rowCount ?? 0)
  if (changed + (dropped.rowCount ?? 0) > 0) await markDayChanges(client, daysOf(window))
  return changed
}

function daysOf({ fromMs, toMs }: TimeRange): number[] {
  const firstMs = floorTo(fromMs, DAY_MS)
  return Array.from({ length: Math.ceil((toMs - firstMs) / DAY_MS) }, (_, day) => firstMs + day * DAY_MS)
}

function encodeHours(
  accountRegionId: number,
  results: readonly MetricResult[],
  { window, periodS }: MetricCovering,
): BinaryCopyEncoder {
  const periodMs = periodS * 1000
  const length = Math.floor(HOUR_MS / periodMs)
  const rows = new BinaryCopyEncoder(7)
  for (const { id, points } of results) {
    const byHour = groupByHour(points, window, periodMs)
    for (let hourMs = floorTo(window.fromMs, HOUR_MS); hourMs < window.toMs; hourMs += HOUR_MS) {
      const slots = byHour.get(hourMs) ?? new Map<number, number>()
      const lastSlot = Math.max(-1, ...slots.keys())
      rows.row()
      rows.int4(accountRegionId)
      rows.int4(id)
      rows.timestamptz(hourMs)
      rows.int4(Math.max(0, (window.fromMs - hourMs) / periodMs))
      rows.int4(Math.min(length, Math.ceil((window.toMs - hourMs) / periodMs)))
      rows.timestamptz(lastSlot < 0 ? null : hourMs + lastSlot * periodMs)
      rows.float8Array(Array.from({ length }, (_, slot) => slots.get(slot) ?? null))
    }
  }
  return rows
}

/** Hour → slot → value. */
function groupByHour(points: MetricResult['points'], window: TimeRange, periodMs: number) {
  const hours = new Map<number, Map<number, number>>()
  for (const [atMs, value] of points) {
    if (atMs < window.fromMs || atMs >= window.toMs) continue
    const hourMs = floorTo(atMs, HOUR_MS)
    const slots = hours.get(hourMs) ?? new Map<number, number>()
    hours.set(hourMs, slots.set(Math.floor((atMs - hourMs) / periodMs), value))
  }
  return hours
}

function floorTo(atMs: number, stepMs: number): number {
  return Math.floor(atMs / stepMs) * stepMs
}

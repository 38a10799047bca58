import type pg from 'pg'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import type { MetricResult } from '@/lib/sync/aws/get-metric-data'
import type { TimeRange } from '@/lib/sync/time-ranges'

const STAGE = `
  CREATE TEMP TABLE IF NOT EXISTS stage_metric_point (account_region_id int4, series_id int4, at timestamptz, value float8)
  ON COMMIT DELETE ROWS`
/* CloudWatch re-states: a point that it no longer has goes, one that it changed is overwritten. */
const DROP_VANISHED = `
  DELETE FROM metric_point p WHERE p.series_id = ANY($1) AND p.at >= $2 AND p.at < $3
    AND NOT EXISTS (SELECT 1 FROM stage_metric_point s WHERE s.series_id = p.series_id AND s.at = p.at)`
const STORE = `
  INSERT INTO metric_point AS p (account_region_id, series_id, at, value)
  SELECT DISTINCT ON (series_id, at) account_region_id, series_id, at, value FROM stage_metric_point
  ON CONFLICT (series_id, at) DO UPDATE SET value = excluded.value WHERE p.value IS DISTINCT FROM excluded.value`
const COVER = `
  UPDATE metric_series s SET
    covered = covered - tstzmultirange(tstzrange($4, $5)) + tstzmultirange(tstzrange($2, $3)),
    last_point_at = greatest(last_point_at, (SELECT max(at) FROM stage_metric_point p WHERE p.series_id = s.id))
  WHERE id = ANY($1)`
const FORGET = `
  UPDATE metric_series SET covered = covered - tstzmultirange(tstzrange($2, $3)) WHERE id = ANY($1)`

/** Says that a stretch of these series has to be read again, although it was answered before. */
export async function forgetMetricPoints(
  client: pg.ClientBase,
  seriesIds: readonly number[],
  stretch: TimeRange,
): Promise<void> {
  if (seriesIds.length > 0) await client.query(FORGET, [seriesIds, new Date(stretch.fromMs), new Date(stretch.toMs)])
}

/**
 * Makes the stored points of a window be exactly the answered ones, for every series that was answered whole, and says
 * that the window is covered. Within the caller's transaction. Returns how many points are new or changed.
 */
export async function storeMetricPoints(
  client: pg.ClientBase,
  accountRegionId: number,
  results: readonly MetricResult[],
  covering: { window: TimeRange; forget: TimeRange | null },
): Promise<number> {
  const complete = results.filter((result) => result.complete)
  const ids = complete.map(({ id }) => id)
  if (ids.length === 0) return 0
  const { window } = covering
  const bounds = [new Date(window.fromMs), new Date(window.toMs)]
  const forget = covering.forget ?? { fromMs: 0, toMs: 0 }
  await client.query(STAGE)
  const rows = encodePoints(accountRegionId, complete, window)
  await copyRows(client, 'stage_metric_point (account_region_id, series_id, at, value)', rows)
  await client.query(DROP_VANISHED, [ids, ...bounds])
  const { rowCount } = await client.query(STORE)
  await client.query(COVER, [ids, ...bounds, new Date(forget.fromMs), new Date(forget.toMs)])
  return rowCount ?? 0
}

function encodePoints(accountRegionId: number, results: readonly MetricResult[], window: TimeRange): BinaryCopyEncoder {
  const rows = new BinaryCopyEncoder(4)
  for (const { id, points } of results) {
    for (const [atMs, value] of points) {
      if (atMs < window.fromMs || atMs >= window.toMs) continue
      rows.row()
      rows.int4(accountRegionId)
      rows.int4(id)
      rows.timestamptz(atMs)
      rows.float8(value)
    }
  }
  return rows
}

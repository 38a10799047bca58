import { selectRows } from '@/lib/server/db'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { listMetrics } from '@/lib/sync/aws/list-metrics'
import {
  accountSeries,
  allSeries,
  countSeries,
  type SeriesKey,
  seriesOfListed,
  seriesText,
} from '@/lib/sync/metric-series'
import { MINUTE_MS } from '@/lib/sync/plan-windows'
import { RETENTION_MS, targetFrom } from '@/lib/sync/retention'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { wakeSteps } from '@/lib/sync/store/seed-states'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

const EVERY_MS = 15 * MINUTE_MS
/** A metric may be missing from the listing for this long after its first point. */
const LISTING_DELAY_MS = 20 * MINUTE_MS
const FUNCTIONS = 'SELECT id, name FROM lambda_function WHERE account_region_id = $1 AND gone_at IS NULL'
const QUALIFIERS = `
  SELECT f.id AS "functionId", q.qualifier, q.executed AS "executedVersion"
  FROM lambda_function f CROSS JOIN LATERAL (
    SELECT '$LATEST' AS qualifier, '' AS executed
    UNION SELECT version, '' FROM function_version v WHERE v.function_id = f.id AND v.gone_at IS NULL
    UNION SELECT name, '' FROM function_alias a WHERE a.function_id = f.id AND a.gone_at IS NULL
    UNION SELECT name, version FROM function_alias a WHERE a.function_id = f.id AND a.gone_at IS NULL AND a.weights <> '{}'
    UNION SELECT name, jsonb_object_keys(a.weights) FROM function_alias a WHERE a.function_id = f.id AND a.gone_at IS NULL
  ) AS q WHERE f.account_region_id = $1 AND f.gone_at IS NULL`
const STORE = `
  INSERT INTO metric_series AS s (account_region_id, function_id, qualifier, executed_version, metric, statistic)
  SELECT $1, "functionId", qualifier, "executedVersion", metric, statistic FROM jsonb_to_recordset($2::jsonb)
    AS r("functionId" int4, qualifier text, "executedVersion" text, metric text, statistic text)
  ON CONFLICT DO NOTHING`
const SERIES = `
  SELECT id, function_id AS "functionId", qualifier, executed_version AS "executedVersion", metric, statistic
  FROM metric_series WHERE account_region_id = $1`
const COVER = `
  UPDATE metric_series SET covered = covered + tstzmultirange(tstzrange($2, $3))
  WHERE id = ANY($1) AND NOT covered @> tstzrange($2, $3)`
const KEEP_UNLISTED = `
  UPDATE sync_state SET cursor = coalesce(cursor, '{}'::jsonb) || $3::jsonb
  WHERE account_region_id = $1 AND step = $2 AND subject = ''`
const RESET = `UPDATE metric_series SET covered = '{}' WHERE id = ANY($1)`

type Listing = { asked: Map<string, SeriesKey>; known: Map<string, SeriesKey>; whole: boolean }

/**
 * Learns which metrics exist in which dimension sets, so that only those are asked for: asking is what costs. The counts
 * of a known qualifier that has none are stored as known to be empty, up to where a listing can be trusted; their ids are
 * kept in the cursor (`unlisted`), and one that appears later is read from the start.
 */
export const listMetricSeries: SyncStep = {
  name: 'metric-list',
  kind: 'metrics',
  deadlineMs: 10 * 60_000,
  async run(run) {
    const listing = await readListing(run)
    const { lease, place, nowMs, settings } = run
    const all = new Map([...listing.known, ...listing.asked])
    const counts = await inTransaction(lease, async () => {
      await lease.query(STORE, [place.id, JSON.stringify([...all.values()])])
      const series = await selectRows<SeriesKey & { id: number }>(lease, SERIES, [place.id])
      const isAsked = (key: SeriesKey) => listing.asked.has(seriesText(key))
      const unlisted = listing.whole ? series.filter((key) => !isAsked(key)).map(({ id }) => id) : []
      const before = new Set(Array.isArray(run.state.cursor.unlisted) ? run.state.cursor.unlisted : [])
      const appeared = series.filter((key) => before.has(key.id) && isAsked(key)).map(({ id }) => id)
      const target = targetFrom(nowMs, settings.backfillMs, RETENTION_MS.metrics)
      const trusted = Math.max(target, nowMs - LISTING_DELAY_MS)
      await lease.query(RESET, [appeared])
      await lease.query(COVER, [unlisted, new Date(target), new Date(trusted)])
      // With the rows that it vouches for: the step that it wakes reads it at once.
      await lease.query(KEEP_UNLISTED, [place.id, run.step, JSON.stringify({ unlisted })])
      await wakeSteps(lease, place.id, ['metrics'], { onlyNew: appeared.length === 0 })
      return { unlisted: unlisted.length, total: series.length }
    })
    const rows = counts.total - counts.unlisted
    return { state: 'ok', detail: null, nextRunAtMs: nowMs + EVERY_MS, rows }
  },
}

/** asked: what CloudWatch has; known: what could be there. Without a listing, everything that could be there is asked. */
async function readListing(run: StepRun): Promise<Listing> {
  const functions = await selectRows<{ id: number; name: string }>(run.pool, FUNCTIONS, [run.place.id])
  type Qualifier = { functionId: number; qualifier: string; executedVersion: string }
  const qualifiers = await selectRows<Qualifier>(run.pool, QUALIFIERS, [run.place.id])
  const wholes = functions.map(({ id }) => ({ functionId: id, qualifier: '', executedVersion: '' }))
  const known = byText(qualifiers.flatMap(countSeries))
  const asked = byText([...accountSeries(), ...wholes.flatMap(countSeries)])
  const ids = new Map(functions.map(({ id, name }) => [name, id]))
  try {
    for await (const page of listMetrics(run.aws)) {
      for (const listed of page) for (const key of seriesOfListed(listed, ids)) asked.set(seriesText(key), key)
    }
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
    // The refusal is kept in api_state. Guessing costs more, and shows the same.
    for (const [text, key] of byText([...wholes, ...qualifiers].flatMap(allSeries))) asked.set(text, key)
    return { asked, known, whole: false }
  }
  return { asked, known: byText([...known.values(), ...siblings(asked)]), whole: true }
}

/** The other counts of every set that has one. */
function siblings(asked: ReadonlyMap<string, SeriesKey>): SeriesKey[] {
  return [...asked.values()].filter(({ functionId }) => functionId !== 0).flatMap(countSeries)
}

function byText(keys: readonly SeriesKey[]): Map<string, SeriesKey> {
  return new Map(keys.map((key) => [seriesText(key), key]))
}

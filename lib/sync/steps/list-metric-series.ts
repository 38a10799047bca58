import type pg from 'pg'
import { selectRows } from '@/lib/server/db'
import { getRetention } from '@/lib/server/queries/get-retention'
import type { AwsAccess } from '@/lib/sync/aws/aws-access'
import { AwsFailure } from '@/lib/sync/aws/aws-failure'
import { listMetrics } from '@/lib/sync/aws/list-metrics'
import { numberOf } from '@/lib/sync/aws/parse-values'
import {
  accountSeries,
  allSeries,
  countSeries,
  type MetricSet,
  type SeriesKey,
  seriesOfListed,
  seriesText,
} from '@/lib/sync/metric-series'
import { IDLE_AFTER_MS, LISTED_MS, publishedUntil } from '@/lib/sync/metric-windows'
import { HOUR_MS, MINUTE_MS } from '@/lib/sync/plan-windows'
import { reachOf, targetFrom } from '@/lib/sync/retention'
import { type MetricFacts, readMetricFacts } from '@/lib/sync/steps/read-metric-facts'
import { inTransaction } from '@/lib/sync/store/in-transaction'
import { wakeSteps } from '@/lib/sync/store/seed-states'
import type { StepRun, SyncStep } from '@/lib/sync/sync-step'

/** How often all metrics of two weeks are listed; those of the last hours are with each read of the points. */
const WHOLE_EVERY_MS = HOUR_MS
/** A metric may be missing from the listing for this long after its first point. */
const LISTING_DELAY_MS = 15 * MINUTE_MS
/** What the listing of recent metrics leaves out had no point for this long, but for the newest minutes. */
const RECENT_LISTING_MS = 3 * HOUR_MS
const STORED = `
  SELECT id, function_id AS "functionId", qualifier, executed_version AS "executedVersion", subject, metric, statistic, state,
    coalesce(last_point_at < $2, read_at IS NOT NULL) AS idle, coalesce(read_at >= $3, false) AS fresh
  FROM metric_series WHERE account_region_id = $1`
const ADD = `
  INSERT INTO metric_series (account_region_id, function_id, qualifier, executed_version, subject, metric, statistic, state)
  SELECT $1, "functionId", qualifier, "executedVersion", subject, metric, statistic, state FROM jsonb_to_recordset($2::jsonb)
    AS r("functionId" int4, qualifier text, "executedVersion" text, subject text, metric text, statistic text, state text)
  ON CONFLICT DO NOTHING`
const SET_STATE = 'UPDATE metric_series SET state = $2 WHERE id = ANY($1) AND state <> $2'
const COVER = `
  UPDATE metric_series SET covered = covered + tstzmultirange(tstzrange($2, $3))
  WHERE id = ANY($1) AND NOT covered @> tstzrange($2, $3)`
/* Read anew from $2 on: what was taken for known to be empty may not have been. */
const WAKE = `
  UPDATE metric_series SET read_at = NULL, covered = covered - tstzmultirange(tstzrange($2, NULL)) WHERE id = ANY($1)`

const STATES = ['asked', 'as-whole', 'unlisted', 'from-logs', 'not-enabled', 'gone'] as const
type State = (typeof STATES)[number]
/** fresh: was read up to the newest minute that can be asked for. */
type Stored = SeriesKey & { id: number; state: State; idle: boolean; fresh: boolean }
/**
 * known: what can be there, by text, in its state. recent: what had points in the last hours, null when that was not told.
 * isVouched: with what is stored, it names all that had a point within two weeks.
 */
type Listing = {
  known: Map<string, { key: SeriesKey; state: State }>
  recent: Set<string> | null
  isWhole: boolean
  isVouched: boolean
}
type Kept = Stored & { text: string; newState: State }

/**
 * Learns which metrics exist in which dimension sets, so that only those are asked for: asking is what costs. Every hour
 * from all metrics of two weeks, in between from those of the last hours, which also says who is idle. The counts of a
 * known qualifier that has none, and of what is idle, are known to be empty up to where a listing can be trusted. What is
 * gone, and listed no more, is left alone, until prune finds nothing stored of it.
 */
export const listMetricSeries: SyncStep = {
  name: 'metric-list',
  kind: 'metrics',
  deadlineMs: 10 * 60_000,
  async run(run) {
    const { lease, nowMs, settings } = run
    const facts = await readMetricFacts(run)
    const stored = await readStored(run)
    const wholeAtMs = numberOf(run.state.cursor.wholeAtMs)
    const isDue = wholeAtMs === null || nowMs < wholeAtMs || nowMs - wholeAtMs >= WHOLE_EVERY_MS
    const isWhole = isDue || expected(facts).some((key) => !stored.has(seriesText(key)))
    const listedAtMs = numberOf(run.state.cursor.listedAtMs)
    const wasListed = listedAtMs !== null && nowMs - listedAtMs < LISTED_MS
    const listing = await readListing(run, facts, { isWhole, wasListed })
    const asked = await inTransaction(lease, () => keepListing(run, { listing, facts }, stored))
    const cursor = isWhole ? { wholeAtMs: nowMs, ...(listing.isWhole ? { listedAtMs: nowMs } : {}) } : undefined
    return { state: 'ok', detail: null, nextRunAtMs: nowMs + settings.metricsEveryMs, rows: asked, cursor }
  },
}

async function readStored({ pool, place, nowMs }: StepRun): Promise<Map<string, Stored>> {
  const rows = await selectRows<Stored>(pool, STORED, [
    ...[place.id, new Date(nowMs - IDLE_AFTER_MS), new Date(publishedUntil(nowMs))],
  ])
  return new Map(rows.map((row) => [seriesText(row), row]))
}

/** The counts of every set that the configuration names, which are stored also where CloudWatch has none. */
function expected({ wholes, qualifiers }: MetricFacts): SeriesKey[] {
  return [...wholes, ...qualifiers].flatMap(countSeries)
}

async function readListing(
  run: StepRun,
  facts: MetricFacts,
  { isWhole, wasListed }: { isWhole: boolean; wasListed: boolean },
): Promise<Listing> {
  const listed = isWhole ? await listUnlessRefused(run.aws, facts, false) : null
  const recent = await listUnlessRefused(run.aws, facts, true)
  const known: Listing['known'] = new Map()
  const add = (keys: readonly SeriesKey[], state: State) => {
    for (const key of keys) known.set(seriesText(key), { key, state: stateOf(key, state, facts) })
  }
  if (listed !== null || !isWhole) {
    if (listed !== null) add([...expected(facts), ...siblings(listed.values())], 'unlisted')
    add([...(listed ?? []).values(), ...(recent ?? []).values()], 'asked')
    add(facts.notEnabled, 'not-enabled')
  } else {
    // The refusal is kept in api_state. Guessing costs more, and shows the same.
    add([...facts.wholes, ...facts.qualifiers].flatMap(allSeries), 'asked')
  }
  add(accountSeries(), 'asked')
  const isVouched = listed !== null || (recent !== null && wasListed)
  return { known, recent: recent && new Set(recent.keys()), isWhole: listed !== null, isVouched }
}

/** Durations come from log lines where those tell them: they are exact over any window, and free. */
function stateOf({ metric, functionId }: SeriesKey, state: State, { untoldIds }: MetricFacts): State {
  return metric === 'Duration' && state === 'asked' && !untoldIds.has(functionId) ? 'from-logs' : state
}

async function listUnlessRefused(
  aws: AwsAccess,
  facts: MetricFacts,
  recentlyActive: boolean,
): Promise<Map<string, SeriesKey> | null> {
  const found = new Map<string, SeriesKey>()
  try {
    for await (const page of listMetrics(aws, { recentlyActive })) {
      for (const listed of page) for (const key of seriesOfListed(listed, facts)) found.set(seriesText(key), key)
    }
    return found
  } catch (error) {
    if (!(error instanceof AwsFailure) || error.kind === 'aborted') throw error
    return null
  }
}

function setText({ functionId, qualifier, executedVersion }: MetricSet): string {
  return `${functionId} ${qualifier} ${executedVersion}`
}

/** The other counts of every set that has one. */
function siblings(listed: Iterable<SeriesKey>): SeriesKey[] {
  const sets = new Map<string, MetricSet>()
  for (const key of listed) {
    if (key.functionId !== 0 && key.subject === '') {
      sets.set(setText(key), key)
    }
  }
  return [...sets.values()].flatMap(countSeries)
}

/** Stores what is new, and what has changed its state; answers how many are asked for. */
async function keepListing(
  run: StepRun,
  { listing, facts }: { listing: Listing; facts: MetricFacts },
  stored: ReadonlyMap<string, Stored>,
): Promise<number> {
  const { lease, place, nowMs, settings } = run
  const { known, recent } = listing
  markAsWhole(listing, stored)
  const added = [...known].filter(([text]) => !stored.has(text)).map(([, { key, state }]) => ({ ...key, state }))
  if (added.length > 0) await lease.query(ADD, [place.id, JSON.stringify(added)])
  const configured = new Set([...facts.wholes, ...facts.qualifiers].map(setText))
  const series: Kept[] = [...stored].map(([text, row]) => {
    const isThere = () => isConfigured(row, configured, facts)
    return { ...row, text, newState: known.get(text)?.state ?? stateUnlisted(row, listing, isThere) }
  })
  for (const state of STATES) {
    const ids = series.filter((row) => row.newState === state && row.state !== state).map(({ id }) => id)
    if (ids.length > 0) await lease.query(SET_STATE, [ids, state])
  }
  const reach = reachOf(await getRetention({ pool: run.pool }))
  const target = targetFrom(nowMs, settings.backfillMs, reach.metrics)
  const isNamed = ({ text }: Kept) => recent?.has(text) ?? false
  const appeared = series.filter(({ state, newState }) => state === 'unlisted' && isRead(newState))
  // What was just read would be asked the same again. Another way to call a function may have been there before it is known.
  const woken = series.filter(
    (row) =>
      isRead(row.state) && isRead(row.newState) && ((row.idle && !row.fresh && isNamed(row)) || isNoMoreAsWhole(row)),
  )
  await wake(lease, appeared, 0)
  await wake(lease, woken, nowMs - IDLE_AFTER_MS)
  const quiet = series.filter((row) => isRead(row.newState) && row.idle && !isNamed(row))
  await coverUnlisted(run, listing, { target, quiet: quiet.map(({ id }) => id) })
  const isNews = appeared.length + woken.length > 0 || added.some(({ state }) => isRead(state))
  await wakeSteps(lease, place.id, ['metrics'], { onlyNew: !isNews })
  return [...series.map(({ newState }) => newState), ...added.map(({ state }) => state)].filter(isRead).length
}

function isRead(state: State): boolean {
  return state === 'asked' || state === 'as-whole'
}

function isNoMoreAsWhole({ state, newState }: Kept): boolean {
  return state === 'as-whole' && newState === 'asked'
}

/**
 * A function of which no version and no alias is known, nor listed with points of two weeks, was called as $LATEST and not
 * otherwise: its figures as a whole are those of $LATEST, and not asked for twice. Of what is older nobody knows: an alias
 * may have been deleted since.
 */
function markAsWhole({ known, isVouched }: Listing, stored: ReadonlyMap<string, Stored>): void {
  const keys = [...stored.values(), ...[...known.values()].map(({ key }) => key)]
  const otherIds = new Set(
    keys.filter(({ qualifier }) => qualifier !== '' && qualifier !== '$LATEST').map(({ functionId }) => functionId),
  )
  for (const [text, entry] of known) {
    const { key, state } = entry
    // A refused listing leaves out what else there is.
    if (!isVouched && stored.get(text)?.state !== 'as-whole') continue
    if (state !== 'asked' || key.qualifier !== '$LATEST' || key.subject !== '' || otherIds.has(key.functionId)) continue
    const wholeText = seriesText({ ...key, qualifier: '' })
    if ((known.get(wholeText) ?? stored.get(wholeText))?.state === 'asked') entry.state = 'as-whole'
  }
}

/** Of what is stored but not known to this listing. Only a whole listing says that something is not there any more. */
function stateUnlisted(row: Stored, { isWhole }: Listing, isThere: () => boolean): State {
  if (!isWhole) return row.state
  if (!isThere()) return 'gone'
  return isRead(row.state) ? 'unlisted' : row.state
}

/** Whether there is what the series is of: the function, the mapping, the way to call it. */
function isConfigured(key: SeriesKey, configured: ReadonlySet<string>, { mappingFunctionIds }: MetricFacts): boolean {
  const [kind, name = ''] = key.subject.split('/')
  if (kind === 'mapping') return mappingFunctionIds.has(name)
  return key.functionId === 0 ? kind === '' : configured.has(setText(key))
}

async function wake(lease: pg.ClientBase, rows: readonly { id: number }[], fromMs: number): Promise<void> {
  if (rows.length > 0) await lease.query(WAKE, [rows.map(({ id }) => id), new Date(fromMs)])
}

/** Says of counts that are not listed that they are empty, as far as a listing can be trusted. */
async function coverUnlisted(
  { lease, place, nowMs }: StepRun,
  { isWhole, recent }: Listing,
  { target, quiet }: { target: number; quiet: readonly number[] },
): Promise<void> {
  const trusted = nowMs - LISTING_DELAY_MS
  const sql = `SELECT id FROM metric_series WHERE account_region_id = $1 AND state = 'unlisted'`
  const unlisted = (await selectRows<{ id: number }>(lease, sql, [place.id])).map(({ id }) => id)
  if (isWhole) await lease.query(COVER, [unlisted, new Date(target), new Date(Math.max(target, trusted))])
  if (recent === null) return
  const fromMs = Math.max(target, nowMs - RECENT_LISTING_MS)
  await lease.query(COVER, [[...unlisted, ...quiet], new Date(fromMs), new Date(Math.max(fromMs, trusted))])
}

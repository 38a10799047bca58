import { LOG_LEVEL_KEYS, type LogHistogramRequest, type LogHistogramResponse } from '@/lib/contracts/logs'
import type { Window } from '@/lib/domain/covered-window'
import type { LogQuery } from '@/lib/domain/logs/search/log-query'
import { matchLine } from '@/lib/domain/logs/search/match-line'
import { alignToPeriod, choosePeriodMs } from '@/lib/domain/time-range'
import { readMinuteCounts } from '@/lib/server/blocks/block-index'
import { type Db, selectRows } from '@/lib/server/db'
import { LineMatcher } from '@/lib/server/log-search/line-matcher'
import { type LogScope, resolveLogScope } from '@/lib/server/log-search/log-scope'
import { type FoundBlock, findBlocks } from '@/lib/server/log-search/read-blocks'
import { rowCondition } from '@/lib/server/log-search/row-condition'
import {
  rowsTable,
  type SampledLine,
  sampleBlocks,
  sampleRows,
  shareOfRows,
} from '@/lib/server/log-search/sample-lines'
import { checkWindow } from '@/lib/server/queries/check-window'

const MOST_BUCKETS = 60
const MOST_LINES = 20_000
const MOST_BLOCKS = 40
/** Of a month of a large installation, whose minutes nobody sees. */
const MOST_COUNTED = 10_000
const MINUTE_MS = 60_000
const MINUTES = `
  SELECT (extract(epoch FROM b.hour) * 1000)::float8 AS "hourMs", b.minutes
  FROM unnest($1::int4[], $2::timestamptz[], $3::int4[]) AS k(log_group_id, hour, part)
    JOIN log_block b USING (log_group_id, hour, part) WHERE b.minutes IS NOT NULL`
const KNOWN = `
  SELECT (extract(epoch FROM lower(part)) * 1000)::float8 AS "fromMs", (extract(epoch FROM upper(part)) * 1000)::float8 AS "toMs"
  FROM unnest((
    SELECT range_agg(covered * tstzmultirange(tstzrange($3, $4))) FROM sync_state
    WHERE step = 'logs' AND ($1::int4[] IS NULL OR account_region_id = ANY($1))
      AND ($2::int4[] IS NULL OR (account_region_id, subject) IN (
        SELECT account_region_id, name FROM log_group WHERE id = ANY($2))))) AS part ORDER BY 1`
const STRANGERS = `
  SELECT EXISTS (SELECT 1 FROM log_stream
    WHERE log_group_id = ANY($1) AND NOT coalesce(function_id = ANY($2), false)) AS found`

/** Of lines at one time and level. */
type Counted = { atMs: number; level: number; lines: number }
/** looked: lines that were counted; stood: how many lines they stand for. */
type Counts = { counted: Counted[]; looked: number; stood: number }

/**
 * How many lines of the window meet the query, by time and level, in at most 60 periods; of packed lines whole minutes. Counted where that is cheap (levels and
 * functions of packed lines, and whatever is rare), else made from an even sample, as sampledShare tells.
 */
export async function getLogHistogram(db: Db, request: LogHistogramRequest): Promise<LogHistogramResponse> {
  const checked = checkWindow(request)
  const periodMs = choosePeriodMs(checked, MOST_BUCKETS)
  const scope = await resolveLogScope(db, request)
  const matcher = new LineMatcher(db, scope.query)
  const [known, ...parts] = await Promise.all([
    readKnown(db, scope, alignToPeriod(checked, periodMs)),
    countRows({ db, scope, matcher }, checked, periodMs),
    countPacked({ db, scope, matcher }, checked),
  ])
  const looked = parts.reduce((sum, part) => sum + part.looked, 0)
  const stood = parts.reduce((sum, part) => sum + part.stood, 0)
  return {
    periodMs,
    known,
    sampledShare: stood === 0 ? 1 : looked / stood,
    buckets: fillBuckets(
      parts.flatMap(({ counted }) => counted),
      alignToPeriod(checked, periodMs),
      periodMs,
    ),
  }
}

/** The stretches of the window in which any of these log groups was read. */
async function readKnown(db: Db, { placeIds, functions }: LogScope, { fromMs, toMs }: Window): Promise<Window[]> {
  const groups = functions.size === 0 ? null : [...functions.values()].flatMap(({ groupIds }) => groupIds)
  return selectRows<Window>(db.pool, KNOWN, [placeIds, groups, new Date(fromMs), new Date(toMs)])
}

type Search = { db: Db; scope: LogScope; matcher: LineMatcher }

async function countRows(search: Search, window: Window, periodMs: number): Promise<Counts> {
  const { db, scope } = search
  const { isExact } = rowCondition(scope, () => '')
  if (!isExact) return countLines(await sampleRows(search, window, MOST_LINES))
  const share = await shareOfRows(db, window)
  const values: unknown[] = [new Date(window.fromMs), new Date(window.toMs), periodMs]
  const { sql } = rowCondition(scope, (value) => `$${values.push(value)}`)
  const rows = await selectRows<Counted>(
    db.pool,
    `SELECT (floor(extract(epoch FROM e.at) * 1000 / $3::float8) * $3::float8)::float8 AS "atMs", coalesce(e.level, 0) AS level,
       count(*)::int AS lines
     FROM ${rowsTable(share)} WHERE e.at >= $1 AND e.at < $2 ${sql === null ? '' : `AND ${sql}`} GROUP BY 1, 2`,
    values,
  )
  return weigh(rows, 1 / share)
}

async function countPacked(search: Search, window: Window): Promise<Counts> {
  const { db, scope } = search
  const blocks = await findBlocks(db, scope, window)
  if (blocks.length === 0) return weigh([], 1)
  if (!(await isCountable(db, scope))) {
    return countLines(await sampleBlocks(search, window, { blocks, most: MOST_BLOCKS }))
  }
  const counts = await selectRows<{ hourMs: number; minutes: Buffer }>(db.pool, MINUTES, keysOf(evenly(blocks)))
  // Those that have no counts yet are being given some by the worker.
  const known = counts.flatMap(({ hourMs, minutes }) =>
    readMinuteCounts(minutes).map(({ minute, level, lines }) => ({ atMs: hourMs + minute * MINUTE_MS, level, lines })),
  )
  const isWanted = ({ atMs, level }: Counted) =>
    atMs > window.fromMs - MINUTE_MS && atMs < window.toMs && meetsLevel(scope.query, level === 0 ? null : level)
  return weigh(known.filter(isWanted), blocks.length / Math.max(1, counts.length))
}

function evenly(blocks: readonly FoundBlock[]): readonly FoundBlock[] {
  const step = Math.ceil(blocks.length / MOST_COUNTED)
  return step <= 1 ? blocks : blocks.filter((_, at) => at % step === 0)
}

function keysOf(blocks: readonly FoundBlock[]): unknown[] {
  return [
    blocks.map(({ logGroupId }) => logGroupId),
    blocks.map(({ hourMs }) => new Date(hourMs)),
    blocks.map(({ part }) => part),
  ]
}

/** Whether the counts of blocks say all that the query asks: levels, and functions that have their log groups alone. */
async function isCountable(db: Db, { query, functions }: LogScope): Promise<boolean> {
  const parts = query.kind === 'and' ? flatten(query.parts) : [query]
  const rest = parts.filter(({ kind }) => kind !== 'function')
  if (!rest.every(asksLevelsOnly)) return false
  if (rest.length === parts.length) return true
  const named = [...functions.values()]
  const [strangers] = await selectRows<{ found: boolean }>(db.pool, STRANGERS, [
    named.flatMap(({ groupIds }) => groupIds),
    named.flatMap(({ functionIds }) => functionIds),
  ])
  return named.length === 1 && strangers?.found === false
}

function flatten(parts: readonly LogQuery[]): LogQuery[] {
  return parts.flatMap((part) => (part.kind === 'and' ? flatten(part.parts) : [part]))
}

function asksLevelsOnly(query: LogQuery): boolean {
  if (query.kind === 'not') return asksLevelsOnly(query.inner)
  return query.kind === 'level' || ((query.kind === 'and' || query.kind === 'or') && query.parts.every(asksLevelsOnly))
}

function meetsLevel(query: LogQuery, level: number | null): boolean {
  const parts = query.kind === 'and' ? flatten(query.parts) : [query]
  const line = { message: '', level, requestId: null, functionName: null, logStream: null }
  return parts.every((part) => part.kind === 'function' || matchLine(part, line))
}

function countLines(lines: readonly SampledLine[]): Counts {
  const counted = lines.map(({ atMs, level, weight }) => ({ atMs, level: level ?? 0, lines: weight }))
  return { counted, looked: lines.length, stood: lines.reduce((sum, { weight }) => sum + weight, 0) }
}

function weigh(counted: readonly Counted[], weight: number): Counts {
  const looked = counted.reduce((sum, { lines }) => sum + lines, 0)
  return { counted: counted.map((one) => ({ ...one, lines: one.lines * weight })), looked, stood: looked * weight }
}

function fillBuckets(counted: readonly Counted[], { fromMs, toMs }: Window, periodMs: number) {
  const buckets = Array.from({ length: Math.round((toMs - fromMs) / periodMs) }, (_, at) => ({
    atMs: fromMs + at * periodMs,
    counts: { none: 0, trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0 },
  }))
  for (const { atMs, level, lines } of counted) {
    const counts = buckets[Math.floor((atMs - fromMs) / periodMs)]?.counts
    if (counts !== undefined) counts[LOG_LEVEL_KEYS[level] ?? 'none'] += lines
  }
  for (const { counts } of buckets) for (const key of LOG_LEVEL_KEYS) counts[key] = Math.round(counts[key])
  return buckets
}

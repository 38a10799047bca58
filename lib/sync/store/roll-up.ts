import type pg from 'pg'
import { addToSketch, createSketch, decodeSketch, encodeSketch, mergeSketches, type Sketch } from '@/lib/domain/sketch'
import { BinaryCopyEncoder } from '@/lib/server/copy/binary-copy-encoder'
import { copyRows } from '@/lib/server/copy/copy-rows'
import { selectRows } from '@/lib/server/db'
import { markIssues } from '@/lib/sync/store/mark-issues'
import { rollUpDays } from '@/lib/sync/store/roll-up-days'

export type TouchedMinute = { functionId: number; minuteMs: number }

const HOUR_MS = 3_600_000
const MB_PER_GB = 1024
const PARTS_AT_ONCE = 5_000
const MOST_INT4 = 2_147_483_647
const COLUMNS = [
  'account_region_id',
  'function_id',
  'at',
  'version',
  'result',
  'invocations',
  'cold_starts',
  'billed_ms',
  'gb_ms',
  'duration_sum_ms',
  'duration_max_ms',
  'init_sum_ms',
  'init_max_ms',
  'memory_mb',
  'max_memory_used_mb',
  'duration_sketch',
  'slowest_at_ms',
  'second_slowest_ms',
]
/* Sums of fractions depend on their order: a fixed one gives the same figure every time. */
const INVOCATIONS = `
  SELECT t.function_id AS "functionId", (extract(epoch FROM t.at) * 1000)::float8 AS "atMs", i.version, i.result,
    i.cold_start AS "coldStart", i.billed_ms AS "billedMs", i.duration_ms AS "durationMs",
    coalesce(i.init_ms, i.restore_ms) AS "initMs", i.memory_mb AS "memoryMb", i.max_memory_used_mb AS "maxMemoryUsedMb",
    round(date_part('epoch', i.started_at - t.at) * 1000)::int AS "slowestAtMs"
  FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, at)
  JOIN invocation i ON i.function_id = t.function_id AND i.started_at >= t.at AND i.started_at < t.at + interval '1 minute'
  WHERE i.closed ORDER BY i.function_id, i.started_at, i.key`
const MINUTES = `
  SELECT t.function_id AS "functionId", (extract(epoch FROM t.at) * 1000)::float8 AS "atMs", m.version, m.result,
    m.invocations, m.cold_starts AS "coldStarts", m.billed_ms AS "billedMs", m.gb_ms AS "gbMs",
    m.duration_sum_ms AS "durationSumMs", m.duration_max_ms AS "durationMaxMs", m.init_sum_ms AS "initSumMs",
    m.init_max_ms AS "initMaxMs", m.memory_mb AS "memoryMb", m.max_memory_used_mb AS "maxMemoryUsedMb",
    m.duration_sketch AS sketch, m.second_slowest_ms AS "secondSlowestMs",
    round(date_part('epoch', m.at - t.at) * 1000)::int + m.slowest_at_ms AS "slowestAtMs"
  FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, at)
  JOIN invocation_minute m ON m.function_id = t.function_id AND m.at >= t.at AND m.at < t.at + interval '1 hour'
  ORDER BY m.function_id, m.at, m.version, m.result`

type Part = {
  functionId: number
  atMs: number
  version: string
  result: string
  invocations: number
  coldStarts: number
  billedMs: number
  gbMs: number
  durationSumMs: number
  durationMaxMs: number | null
  initSumMs: number
  initMaxMs: number | null
  memoryMb: number | null
  maxMemoryUsedMb: number | null
  /** When that of durationMaxMs began, from atMs on, and whole ms that no other lasted longer than; null: not known. */
  slowestAtMs: number | null
  secondSlowestMs: number | null
  sketch: Uint8Array | null
}
type Invocation = Pick<
  Part,
  'functionId' | 'atMs' | 'version' | 'result' | 'memoryMb' | 'maxMemoryUsedMb' | 'slowestAtMs'
> & {
  coldStart: boolean
  billedMs: number | null
  durationMs: number | null
  initMs: number | null
}
type Rollup = Omit<Part, 'sketch'> & { durations: Sketch }

/**
 * Computes the touched minutes anew from the closed invocations, their hours from the minutes, and their days from the
 * hours. A whole bucket is replaced, so that doing it twice is the same as once. Within the caller's transaction. Two
 * groups may hold lines of one function: its rollups are written by one transaction at a time.
 */
export async function rollUp(
  client: pg.ClientBase,
  accountRegionId: number,
  touched: readonly TouchedMinute[],
): Promise<void> {
  if (touched.length === 0) return
  const functionIds = [...new Set(touched.map(({ functionId }) => functionId))].sort((a, b) => a - b)
  for (const id of functionIds) await client.query(`SELECT pg_advisory_xact_lock(hashtext('roll-up'), $1)`, [id])
  await replaceBuckets<Invocation>(client, {
    table: 'invocation_minute',
    source: INVOCATIONS,
    partOf: partOfInvocation,
    accountRegionId,
    buckets: touched,
  })
  const hours = new Map<string, TouchedMinute>()
  for (const { functionId, minuteMs } of touched) {
    const hourMs = Math.floor(minuteMs / HOUR_MS) * HOUR_MS
    hours.set(`${functionId}/${hourMs}`, { functionId, minuteMs: hourMs })
  }
  await replaceBuckets<Part>(client, {
    table: 'invocation_hour',
    source: MINUTES,
    partOf: (part) => part,
    accountRegionId,
    buckets: [...hours.values()],
  })
  await rollUpDays(client, accountRegionId, [...hours.values()])
  await markIssues(client, accountRegionId, [...hours.values()])
}

/** One invocation as the rollup of it alone. */
function partOfInvocation(invocation: Invocation): Part {
  const { durationMs, initMs, memoryMb } = invocation
  const billedMs = invocation.billedMs ?? 0
  return {
    functionId: invocation.functionId,
    atMs: invocation.atMs,
    version: invocation.version,
    result: invocation.result,
    invocations: 1,
    coldStarts: invocation.coldStart ? 1 : 0,
    billedMs,
    gbMs: billedMs * ((memoryMb ?? 0) / MB_PER_GB),
    durationSumMs: durationMs ?? 0,
    durationMaxMs: durationMs,
    initSumMs: initMs ?? 0,
    initMaxMs: initMs,
    memoryMb,
    maxMemoryUsedMb: invocation.maxMemoryUsedMb,
    slowestAtMs: durationMs === null ? null : invocation.slowestAtMs,
    secondSlowestMs: durationMs === null ? null : 0,
    sketch: null,
  }
}

type Job<Row> = {
  table: string
  source: string
  partOf(row: Row): Part
  accountRegionId: number
  buckets: readonly TouchedMinute[]
}

async function replaceBuckets<Row extends pg.QueryResultRow>(client: pg.ClientBase, job: Job<Row>): Promise<void> {
  const values = [
    job.buckets.map(({ functionId }) => functionId),
    job.buckets.map(({ minuteMs }) => new Date(minuteMs)),
  ]
  await client.query(
    `DELETE FROM ${job.table} r USING unnest($1::int4[], $2::timestamptz[]) AS t(function_id, at)
     WHERE r.function_id = t.function_id AND r.at = t.at`,
    values,
  )
  // A busy minute has more invocations than memory should hold.
  const rollups = new Map<string, Rollup>()
  await client.query(`DECLARE parts NO SCROLL CURSOR FOR ${job.source}`, values)
  for (;;) {
    const rows = await selectRows<Row>(client, `FETCH ${PARTS_AT_ONCE} FROM parts`, [])
    addParts(rollups, rows, job.partOf)
    if (rows.length < PARTS_AT_ONCE) break
  }
  await client.query('CLOSE parts')
  const rows = encodeRollups(job.accountRegionId, [...rollups.values()])
  await copyRows(client, `${job.table} (${COLUMNS.join(', ')})`, rows)
}

function addParts<Row>(rollups: Map<string, Rollup>, rows: readonly Row[], partOf: (row: Row) => Part): void {
  let last: Rollup | undefined
  for (const row of rows) {
    const part = partOf(row)
    // Most parts follow one of the same bucket.
    if (last === undefined || !isOfSame(last, part)) last = findRollup(rollups, part)
    addPart(last, part)
  }
}

function isOfSame(a: Omit<Part, 'sketch'>, b: Omit<Part, 'sketch'>): boolean {
  return a.functionId === b.functionId && a.atMs === b.atMs && a.version === b.version && a.result === b.result
}

function findRollup(rollups: Map<string, Rollup>, { functionId, atMs, version, result }: Part): Rollup {
  const key = `${functionId}/${atMs}/${version}/${result}`
  const known = rollups.get(key)
  if (known !== undefined) return known
  const sums = { invocations: 0, coldStarts: 0, billedMs: 0, gbMs: 0, durationSumMs: 0, initSumMs: 0 }
  const most = { durationMaxMs: null, initMaxMs: null, memoryMb: null, maxMemoryUsedMb: null }
  const slowest = { slowestAtMs: null, secondSlowestMs: null }
  const made = { functionId, atMs, version, result, ...sums, ...most, ...slowest, durations: createSketch() }
  rollups.set(key, made)
  return made
}

function addPart(rollup: Rollup, part: Part): void {
  rollup.invocations += part.invocations
  rollup.coldStarts += part.coldStarts
  rollup.billedMs += part.billedMs
  rollup.gbMs += part.gbMs
  rollup.durationSumMs += part.durationSumMs
  rollup.initSumMs += part.initSumMs
  addSlowest(rollup, part)
  rollup.initMaxMs = larger(rollup.initMaxMs, part.initMaxMs)
  rollup.memoryMb = larger(rollup.memoryMb, part.memoryMb)
  rollup.maxMemoryUsedMb = larger(rollup.maxMemoryUsedMb, part.maxMemoryUsedMb)
  if (part.sketch !== null) mergeSketches(rollup.durations, decodeSketch(part.sketch))
  else if (part.durationMaxMs !== null) addToSketch(rollup.durations, part.durationMaxMs)
}

function addSlowest(rollup: Rollup, part: Part): void {
  if (part.durationMaxMs === null) return
  const before = rollup.durationMaxMs
  const isSlower = before === null || part.durationMaxMs > before
  const other = isSlower ? before : part.durationMaxMs
  if (before === null) rollup.secondSlowestMs = part.secondSlowestMs
  else rollup.secondSlowestMs = highestKnown(rollup.secondSlowestMs, part.secondSlowestMs, wholeMs(other ?? 0))
  if (!isSlower) return
  rollup.durationMaxMs = part.durationMaxMs
  rollup.slowestAtMs = part.slowestAtMs
}

/** Null where it does not fit, as if it were not known. */
function wholeMs(durationMs: number): number | null {
  const whole = Math.ceil(durationMs)
  return whole > MOST_INT4 ? null : whole
}

function highestKnown(...values: (number | null)[]): number | null {
  return values.reduce((highest, value) => (highest === null || value === null ? null : Math.max(highest, value)))
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.max(a, b)
}

function encodeRollups(accountRegionId: number, rollups: readonly Rollup[]): BinaryCopyEncoder {
  const rows = new BinaryCopyEncoder(COLUMNS.length)
  for (const rollup of rollups) {
    rows.row()
    rows.int4(accountRegionId)
    rows.int4(rollup.functionId)
    rows.timestamptz(rollup.atMs)
    rows.text(rollup.version)
    rows.text(rollup.result)
    rows.int4(rollup.invocations)
    rows.int4(rollup.coldStarts)
    rows.int8(rollup.billedMs)
    rows.float8(rollup.gbMs)
    rows.float8(rollup.durationSumMs)
    rows.float8(rollup.durationMaxMs)
    rows.float8(rollup.initSumMs)
    rows.float8(rollup.initMaxMs)
    rows.int4(rollup.memoryMb)
    rows.int4(rollup.maxMemoryUsedMb)
    rows.bytea(encodeSketch(rollup.durations))
    rows.int4(rollup.slowestAtMs)
    rows.int4(rollup.secondSlowestMs)
  }
  return rows
}

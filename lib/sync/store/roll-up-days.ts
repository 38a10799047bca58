import type pg from 'pg'
import { packHours } from '@/lib/domain/pack-hours'
import { addEncodedSketch, createSketch, encodeSketch, type Sketch } from '@/lib/domain/sketch'
import { selectRows } from '@/lib/server/db'
import { markDayChanges } from '@/lib/sync/store/mark-day-changes'
import { rollUpWeeks } from '@/lib/sync/store/roll-up-weeks'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/* Sums of fractions depend on their order: a fixed one gives the same figure every time. */
const HOURS = `
  SELECT t.function_id AS "functionId", (extract(epoch FROM t.day) * 1000)::float8 AS "dayMs",
    extract(hour FROM h.at AT TIME ZONE 'UTC')::int AS hour, h.invocations, h.cold_starts AS "coldStarts", h.gb_ms AS "gbMs", h.max_memory_used_mb AS "maxMemoryUsedMb", h.duration_sketch AS sketch
  FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, day)
  JOIN invocation_hour h ON h.function_id = t.function_id AND h.at >= t.day AND h.at < t.day + interval '1 day'
  ORDER BY h.function_id, h.at, h.version, h.result`
const DROP = `
  DELETE FROM invocation_day d USING unnest($1::int4[], $2::timestamptz[]) AS t(function_id, day)
  WHERE d.function_id = t.function_id AND d.at = t.day`
const ADD = `
  INSERT INTO invocation_day (account_region_id, function_id, at, invocations, cold_starts, gb_ms, max_memory_used_mb,
    duration_sketch, hours, hour_sketches)
  SELECT $1, * FROM unnest($2::int4[], $3::timestamptz[], $4::int4[], $5::int4[], $6::float8[], $7::int4[], $8::bytea[],
    $9::bytea[], $10::bytea[])`

/* What is billed, by version. */
const DROP_COSTS = `
  DELETE FROM cost_day d USING unnest($1::int4[], $2::timestamptz[]) AS t(function_id, day)
  WHERE d.function_id = t.function_id AND d.at = t.day`
const ADD_COSTS = `
  INSERT INTO cost_day (account_region_id, function_id, version, at, invocations, cold_starts, billed_ms, gb_ms, init_gb_ms,
    memory_mb, max_memory_used_mb)
  SELECT $1, h.function_id, h.version, t.day, sum(h.invocations), sum(h.cold_starts), sum(h.billed_ms),
    sum(h.gb_ms ORDER BY h.at, h.result),
    sum(least(h.init_sum_ms, greatest(0, h.billed_ms - h.duration_sum_ms)) * coalesce(h.memory_mb, 0) / 1024
      ORDER BY h.at, h.result), max(h.memory_mb), max(h.max_memory_used_mb)
  FROM unnest($2::int4[], $3::timestamptz[]) AS t(function_id, day)
  JOIN invocation_hour h ON h.function_id = t.function_id AND h.at >= t.day AND h.at < t.day + interval '1 day'
  GROUP BY h.function_id, h.version, t.day`

type Hour = {
  functionId: number
  dayMs: number
  hour: number
  invocations: number
  coldStarts: number
  gbMs: number
  maxMemoryUsedMb: number | null
  sketch: Uint8Array
}
type Totals = Omit<Hour, 'sketch'> & { durations: Sketch }
type Day = Totals & { hours: Totals[] }

/**
 * Computes the UTC days of touched hours anew from all their hours, and their weeks from the days. Within the transaction
 * and the lock of the roll-up.
 */
export async function rollUpDays(
  client: pg.ClientBase,
  accountRegionId: number,
  hours: readonly { functionId: number; minuteMs: number }[],
): Promise<void> {
  const touched = new Map<string, { functionId: number; dayMs: number }>()
  for (const { functionId, minuteMs } of hours) {
    const dayMs = Math.floor(minuteMs / DAY_MS) * DAY_MS
    touched.set(`${functionId}/${dayMs}`, { functionId, dayMs })
  }
  const keys = [...touched.values()]
  const parameters = [keys.map(({ functionId }) => functionId), keys.map(({ dayMs }) => new Date(dayMs))]
  const days = [...daysOf(await selectRows<Hour>(client, HOURS, parameters)).values()]
  const packed = days.map((day) => packHours(day.hours.map(encodeTotals)))
  await client.query(DROP, parameters)
  await client.query(ADD, [
    ...[accountRegionId, days.map((day) => day.functionId), days.map((day) => new Date(day.dayMs))],
    ...[days.map((day) => day.invocations), days.map((day) => day.coldStarts), days.map((day) => day.gbMs)],
    ...[days.map((day) => day.maxMemoryUsedMb), days.map((day) => Buffer.from(encodeSketch(day.durations)))],
    ...[packed.map(({ figures }) => Buffer.from(figures)), packed.map(({ sketches }) => Buffer.from(sketches))],
  ])
  await client.query(DROP_COSTS, parameters)
  await client.query(ADD_COSTS, [accountRegionId, ...parameters])
  await rollUpWeeks(client, accountRegionId, keys)
  await markDayChanges(client, [...new Set(keys.map(({ dayMs }) => dayMs))])
}

function encodeTotals({ durations, ...totals }: Totals): Omit<Hour, 'functionId' | 'dayMs'> {
  return { ...totals, sketch: encodeSketch(durations) }
}

/** The rows of a day come by hour. */
function daysOf(rows: readonly Hour[]): Map<string, Day> {
  const days = new Map<string, Day>()
  for (const row of rows) {
    const key = `${row.functionId}/${row.dayMs}`
    const day = days.get(key) ?? { ...emptyTotals(row), hours: [] }
    days.set(key, day)
    let hour = day.hours.at(-1)
    if (hour?.hour !== row.hour) {
      hour = emptyTotals(row)
      day.hours.push(hour)
    }
    addTotals(hour, row)
    addTotals(day, row)
  }
  return days
}

function emptyTotals({ functionId, dayMs, hour }: Hour): Totals {
  const sums = { invocations: 0, coldStarts: 0, gbMs: 0, maxMemoryUsedMb: null }
  return { functionId, dayMs, hour, ...sums, durations: createSketch() }
}

function addTotals(totals: Totals, { sketch, ...row }: Hour): void {
  for (const sum of ['invocations', 'coldStarts', 'gbMs'] as const) totals[sum] += row[sum]
  const memory = Math.max(totals.maxMemoryUsedMb ?? 0, row.maxMemoryUsedMb ?? 0)
  totals.maxMemoryUsedMb = memory === 0 ? null : memory
  addEncodedSketch(totals.durations, sketch)
}

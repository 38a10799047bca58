import type pg from 'pg'
import { addEncodedSketch, createSketch, encodeSketch, type Sketch } from '@/lib/domain/sketch'
import { selectRows } from '@/lib/server/db'

const DAY_MS = 86_400_000
/* Sums of fractions depend on their order: a fixed one gives the same figure every time. */
const HOURS = `
  SELECT t.function_id AS "functionId", (extract(epoch FROM t.day) * 1000)::float8 AS "dayMs", h.invocations,
    h.cold_starts AS "coldStarts", h.gb_ms AS "gbMs", h.max_memory_used_mb AS "maxMemoryUsedMb", h.duration_sketch AS sketch
  FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, day)
  JOIN invocation_hour h ON h.function_id = t.function_id AND h.at >= t.day AND h.at < t.day + interval '1 day'
  ORDER BY h.function_id, h.at, h.version, h.result`
const DROP = `
  DELETE FROM invocation_day d USING unnest($1::int4[], $2::timestamptz[]) AS t(function_id, day)
  WHERE d.function_id = t.function_id AND d.at = t.day`
const ADD = `
  INSERT INTO invocation_day
  SELECT $1, * FROM unnest($2::int4[], $3::timestamptz[], $4::int4[], $5::int4[], $6::float8[], $7::int4[], $8::bytea[])`

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
  invocations: number
  coldStarts: number
  gbMs: number
  maxMemoryUsedMb: number | null
  sketch: Uint8Array
}
type Day = Omit<Hour, 'sketch'> & { durations: Sketch }

/** Computes the UTC days of touched hours anew from all their hours. Within the transaction and the lock of the roll-up. */
export async function rollUpDays(
  client: pg.ClientBase,
  accountRegionId: number,
  hours: readonly { functionId: number; minuteMs: number }[],
): Promise<void> {
  const touched = new Map<string, { functionId: number; day: Date }>()
  for (const { functionId, minuteMs } of hours) {
    const dayMs = Math.floor(minuteMs / DAY_MS) * DAY_MS
    touched.set(`${functionId}/${dayMs}`, { functionId, day: new Date(dayMs) })
  }
  const keys = [...touched.values()]
  const parameters = [keys.map(({ functionId }) => functionId), keys.map(({ day }) => day)]
  const days = [...daysOf(await selectRows<Hour>(client, HOURS, parameters)).values()]
  await client.query(DROP, parameters)
  await client.query(ADD, [
    ...[accountRegionId, days.map((day) => day.functionId), days.map((day) => new Date(day.dayMs))],
    ...[days.map((day) => day.invocations), days.map((day) => day.coldStarts), days.map((day) => day.gbMs)],
    ...[days.map((day) => day.maxMemoryUsedMb), days.map((day) => Buffer.from(encodeSketch(day.durations)))],
  ])
  await client.query(DROP_COSTS, parameters)
  await client.query(ADD_COSTS, [accountRegionId, ...parameters])
}

function daysOf(hours: readonly Hour[]): Map<string, Day> {
  const days = new Map<string, Day>()
  for (const { sketch, ...hour } of hours) {
    const key = `${hour.functionId}/${hour.dayMs}`
    const day = days.get(key)
    if (day === undefined) {
      days.set(key, { ...hour, durations: addEncodedSketch(createSketch(), sketch) })
      continue
    }
    for (const sum of ['invocations', 'coldStarts', 'gbMs'] as const) day[sum] += hour[sum]
    const memory = Math.max(day.maxMemoryUsedMb ?? 0, hour.maxMemoryUsedMb ?? 0)
    day.maxMemoryUsedMb = memory === 0 ? null : memory
    addEncodedSketch(day.durations, sketch)
  }
  return days
}

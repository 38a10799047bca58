import type pg from 'pg'
import { addEncodedSketch, createSketch, encodeSketch, type Sketch } from '@/lib/domain/sketch'
import { weekOf } from '@/lib/domain/utc-week'
import { selectRows } from '@/lib/server/db'

/* Sums of fractions depend on their order: a fixed one gives the same figure every time. */
const DAYS = `
  SELECT t.function_id AS "functionId", (extract(epoch FROM t.week) * 1000)::float8 AS "weekMs", d.invocations,
    d.cold_starts AS "coldStarts", d.gb_ms AS "gbMs", d.max_memory_used_mb AS "maxMemoryUsedMb", d.duration_sketch AS sketch
  FROM unnest($1::int4[], $2::timestamptz[]) AS t(function_id, week)
  JOIN invocation_day d ON d.function_id = t.function_id AND d.at >= t.week AND d.at < t.week + interval '7 days'
  ORDER BY d.function_id, d.at`
const DROP = `
  DELETE FROM invocation_week w USING unnest($1::int4[], $2::timestamptz[]) AS t(function_id, week)
  WHERE w.function_id = t.function_id AND w.at = t.week`
const ADD = `
  INSERT INTO invocation_week (account_region_id, function_id, at, invocations, cold_starts, gb_ms, max_memory_used_mb,
    duration_sketch)
  SELECT $1, * FROM unnest($2::int4[], $3::timestamptz[], $4::int8[], $5::int8[], $6::float8[], $7::int4[], $8::bytea[])`

type Day = {
  functionId: number
  weekMs: number
  invocations: number
  coldStarts: number
  gbMs: number
  maxMemoryUsedMb: number | null
  sketch: Uint8Array
}
type Week = Omit<Day, 'sketch'> & { durations: Sketch }

/** Computes the weeks of touched days anew from all their days. Within the transaction and the lock of the roll-up. */
export async function rollUpWeeks(
  client: pg.ClientBase,
  accountRegionId: number,
  days: readonly { functionId: number; dayMs: number }[],
): Promise<void> {
  const touched = new Map<string, { functionId: number; week: Date }>()
  for (const { functionId, dayMs } of days) {
    const weekMs = weekOf(dayMs)
    touched.set(`${functionId}/${weekMs}`, { functionId, week: new Date(weekMs) })
  }
  const keys = [...touched.values()]
  const parameters = [keys.map(({ functionId }) => functionId), keys.map(({ week }) => week)]
  const weeks = weeksOf(await selectRows<Day>(client, DAYS, parameters))
  await client.query(DROP, parameters)
  await client.query(ADD, [
    ...[accountRegionId, weeks.map((week) => week.functionId), weeks.map((week) => new Date(week.weekMs))],
    ...[weeks.map((week) => week.invocations), weeks.map((week) => week.coldStarts), weeks.map((week) => week.gbMs)],
    ...[weeks.map((week) => week.maxMemoryUsedMb), weeks.map((week) => Buffer.from(encodeSketch(week.durations)))],
  ])
}

function weeksOf(rows: readonly Day[]): Week[] {
  const weeks = new Map<string, Week>()
  for (const { sketch, ...day } of rows) {
    const key = `${day.functionId}/${day.weekMs}`
    const week = weeks.get(key)
    if (week === undefined) {
      weeks.set(key, { ...day, durations: addEncodedSketch(createSketch(), sketch) })
      continue
    }
    for (const sum of ['invocations', 'coldStarts', 'gbMs'] as const) week[sum] += day[sum]
    const memory = Math.max(week.maxMemoryUsedMb ?? 0, day.maxMemoryUsedMb ?? 0)
    week.maxMemoryUsedMb = memory === 0 ? null : memory
    addEncodedSketch(week.durations, sketch)
  }
  return [...weeks.values()]
}

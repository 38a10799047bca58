import { addEncodedSketch, decodeSketch, encodeSketch, type Sketch } from '@/lib/domain/sketch'
import { weekOf } from '@/lib/domain/utc-week'
import { type Db, selectRows } from '@/lib/server/db'

type DayTotals = { invocations: number; coldStarts: number; gbMs: number; maxMemoryUsedMb: number; durations: Sketch }

const DAY = 86_400_000

/** Adds a day of a function to its week, as the pull would. */
export async function seedWeekOfDay(db: Db, placeId: number, functionId: number, dayMs: number, day: DayTotals) {
  const at = new Date(weekOf(dayMs))
  const [before] = await selectRows<{ sketch: Uint8Array }>(
    db.pool,
    'select duration_sketch as sketch from invocation_week where function_id = $1 and at = $2',
    [functionId, at],
  )
  const sketch =
    before === undefined ? day.durations : addEncodedSketch(decodeSketch(before.sketch), encodeSketch(day.durations))
  await db.pool.query(
    `insert into invocation_week as w values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (function_id, at) do update set invocations = w.invocations + excluded.invocations,
       cold_starts = w.cold_starts + excluded.cold_starts, gb_ms = w.gb_ms + excluded.gb_ms,
       max_memory_used_mb = greatest(w.max_memory_used_mb, excluded.max_memory_used_mb), duration_sketch = excluded.duration_sketch`,
    [
      ...[placeId, functionId, at, day.invocations, day.coldStarts, day.gbMs, day.maxMemoryUsedMb],
      Buffer.from(encodeSketch(sketch)),
    ],
  )
}

/** Adds the total of a day of a metric series to its week. */
export async function seedMetricWeek(db: Db, placeId: number, seriesId: number, dayMs: number, total: number) {
  const weekMs = weekOf(dayMs)
  const days = Array<number | null>(7).fill(null)
  const index = (dayMs - weekMs) / DAY
  days[index] = total
  await db.pool.query(
    `insert into metric_week as w values ($1, $2, $3, $4, $5)
     on conflict (series_id, at) do update set days[$6] = $7, is_zero = w.is_zero and excluded.is_zero`,
    [placeId, seriesId, new Date(weekMs), days, total === 0, index + 1, total],
  )
}

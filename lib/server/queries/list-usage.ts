import type { Usage } from '@/lib/domain/cost/price-usage'
import type { Window } from '@/lib/domain/covered-window'
import type { BinaryCopyReader } from '@/lib/server/copy/binary-copy-reader'
import { momentLiteral } from '@/lib/server/copy/copy-literals'
import { copyOut } from '@/lib/server/copy/copy-out'
import { type Db, selectRows } from '@/lib/server/db'
import { copySettled, settledUntil } from '@/lib/server/settled/read-settled'
import { splitSettled } from '@/lib/server/settled/split-settled'

/** What a window is read in. */
export type UsageUnit = 'day' | 'hour' | 'minute'

export type VersionUsage = Usage & { functionId: number; version: string }

const DAY = 86_400_000
const HOUR = 3_600_000
const INIT = `least(init_sum_ms, greatest(0, billed_ms - duration_sum_ms)) * coalesce(memory_mb, 0) / 1024`
const COLUMNS = `function_id, version, at, invocations, cold_starts, billed_ms, gb_ms, ${INIT} as init_gb_ms, memory_mb, max_memory_used_mb`
const ROWS: Record<UsageUnit, string> = {
  day: `(select * from cost_day where at >= $1 and at < $2 and $3::timestamptz <= $4::timestamptz)`,
  hour: `(select ${COLUMNS} from invocation_hour where at >= $1 and at < $2 and $3::timestamptz <= $4::timestamptz)`,
  minute: `(select ${COLUMNS} from invocation_hour where at >= $3 and at < $4
            union all
            select ${COLUMNS} from invocation_minute where at >= $1 and at < $2 and (at < $3 or at >= $4))`,
}

/** What is billed, as rows of invocation stretches r. $1 and $2: the window; $3 and $4: its whole hours. */
export const usageRows = (unit: UsageUnit): string => ROWS[unit]

/** The same for COPY, which takes no parameters: the bounds are written in their places. */
export const copiedUsageRows = (unit: UsageUnit, window: Window): string => {
  const bounds = usageBounds(window).map((at) => momentLiteral(at.getTime()))
  return usageRows(unit).replaceAll(/\$([1-4])/g, (_, nth) => bounds[Number(nth) - 1] ?? '')
}
const usageSql = (unit: UsageUnit, window: Window) => `
  select function_id, version, sum(invocations)::float8, sum(cold_starts)::float8, sum(billed_ms)::float8, sum(gb_ms),
         sum(init_gb_ms), coalesce(max(memory_mb), 0), coalesce(max(max_memory_used_mb), 0)
    from ${copiedUsageRows(unit, window)} r group by function_id, version`
const EDGE = `r.at > $1::timestamptz - interval '1 hour' and r.at < $2::timestamptz and (r.at < $3 or r.at >= $4)`
/*
 * Bounds as above. Hours at the edges count those of their minutes that are within; hours of an older version do not tell
 * minutes, and count by the share that is within.
 */
const RETRIES = `
  select function_id as "functionId", version, sum(attempts) as retries, sum(gb_ms) as "retryGbMs"
    from (select function_id, version, attempts::float8 as attempts, gb_ms from retry_hour where at >= $3 and at < $4
          union all
          select r.function_id, r.version, m.attempts::float8, m.gb_ms
            from retry_hour r, unnest(r.minutes, r.minute_attempts, r.minute_gb_ms) as m(minute, attempts, gb_ms)
           where ${EDGE} and r.at + m.minute * interval '1 minute' >= $1 and r.at + m.minute * interval '1 minute' < $2
          union all
          select r.function_id, r.version, r.attempts * part.share, r.gb_ms * part.share
            from retry_hour r
            cross join lateral (
              select date_part('epoch', least($2, r.at + interval '1 hour') - greatest($1, r.at)) / 3600 as share) part
           where ${EDGE} and coalesce(cardinality(r.minutes), 0) = 0) r
   group by function_id, version`

/** Bounds of a window as usageRows takes them: its ends and its whole hours. */
export function usageBounds({ fromMs, toMs }: Window): Date[] {
  const firstHour = Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR)
  return [fromMs, toMs, firstHour, Math.max(firstHour, Math.floor(toMs / HOUR) * HOUR)].map((ms) => new Date(ms))
}

/** The longest unit of which a window is whole: days (UTC) and hours are read as one row for each version. */
export function usageUnit({ fromMs, toMs }: Window): UsageUnit {
  const isWhole = (lengthMs: number) => fromMs % lengthMs === 0 && toMs % lengthMs === 0
  if (isWhole(DAY)) return 'day'
  return isWhole(HOUR) ? 'hour' : 'minute'
}

/** What all functions used in a window of whole minutes, by version. */
export async function listUsage(db: Db, window: Window, nowMs: number): Promise<VersionUsage[]> {
  const [parts, retries] = await Promise.all([
    copyUsage(db, window, nowMs, usageSql),
    selectRows<Pick<VersionUsage, 'functionId' | 'version' | 'retries' | 'retryGbMs'>>(
      db.pool,
      RETRIES,
      usageBounds(window),
    ),
  ])
  const usage = addUp(parts.map(readUsage))
  const repeated = new Map(retries.map((row) => [keyOf(row), row]))
  if (repeated.size === 0) return usage
  for (const one of usage) {
    const { retries: attempts = 0, retryGbMs = 0 } = repeated.get(keyOf(one)) ?? {}
    one.retries = attempts
    one.retryGbMs = retryGbMs
  }
  return usage
}

/** What is read of a window and its unit, of its settled days apart. */
export function copyUsage(
  { pool }: Db,
  window: Window,
  nowMs: number,
  select: (unit: UsageUnit, window: Window) => string,
): Promise<BinaryCopyReader[]> {
  const unit = usageUnit(window)
  const settledMs = unit === 'minute' ? Number.NEGATIVE_INFINITY : settledUntil(nowMs)
  const [settled, open] = splitSettled([window], () => settledMs)
  return Promise.all([
    ...settled.map((days) => copySettled(pool, select(unit, days), days)),
    ...open.map((rest) => copyOut(pool, select(unit, rest))),
  ])
}

function addUp([first = [], ...others]: readonly VersionUsage[][]): VersionUsage[] {
  if (others.length === 0) return first
  const byVersion = new Map(first.map((usage) => [keyOf(usage), usage]))
  for (const usage of others.flat()) {
    const before = byVersion.get(keyOf(usage))
    if (before === undefined) byVersion.set(keyOf(usage), usage)
    else addTo(before, usage)
  }
  return [...byVersion.values()]
}

function addTo(sum: VersionUsage, usage: VersionUsage): void {
  for (const figure of ['invocations', 'coldStarts', 'billedMs', 'gbMs', 'initGbMs'] as const) {
    sum[figure] += usage[figure]
  }
  for (const figure of ['memoryMb', 'maxMemoryUsedMb'] as const) {
    sum[figure] = Math.max(sum[figure] ?? 0, usage[figure] ?? 0) || null
  }
}

function keyOf({ functionId, version }: Pick<VersionUsage, 'functionId' | 'version'>): string {
  return `${functionId}/${version}`
}

/** No version has 0 MB: that stands for what is not known. */
function readUsage(rows: BinaryCopyReader): VersionUsage[] {
  const usage: VersionUsage[] = []
  while (rows.next()) {
    usage.push({
      functionId: rows.int4(),
      version: rows.text(),
      invocations: rows.float8(),
      coldStarts: rows.float8(),
      billedMs: rows.float8(),
      gbMs: rows.float8(),
      initGbMs: rows.float8(),
      memoryMb: rows.int4() || null,
      maxMemoryUsedMb: rows.int4() || null,
      retries: 0,
      retryGbMs: 0,
    })
  }
  return usage
}

import type { Usage } from '@/lib/domain/cost/price-usage'
import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

export type VersionUsage = Usage & { functionId: number; version: string }

const DAY = 86_400_000
const HOUR = 3_600_000
const INIT = `least(init_sum_ms, greatest(0, billed_ms - duration_sum_ms)) * coalesce(memory_mb, 0) / 1024`
const COLUMNS = `function_id, version, at, invocations, cold_starts, billed_ms, gb_ms, ${INIT} as init_gb_ms, memory_mb, max_memory_used_mb`
/**
 * What is billed, as rows of invocation stretches r: by day where the window is one of whole days, else by hour and, at its
 * edges, minute. $1 and $2: the window; $3 and $4: its whole hours.
 */
export const usageRows = (isDays: boolean): string =>
  isDays
    ? `(select * from cost_day where at >= $1 and at < $2 and $3::timestamptz <= $4::timestamptz)`
    : `(select ${COLUMNS} from invocation_hour where at >= $3 and at < $4
        union all
        select ${COLUMNS} from invocation_minute where at >= $1 and at < $2 and (at < $3 or at >= $4))`

const sql = (isDays: boolean) => `
  select r.function_id as "functionId", r.version, sum(invocations)::float8 as invocations,
         sum(cold_starts)::float8 as "coldStarts", sum(billed_ms::float8) as "billedMs", sum(gb_ms) as "gbMs",
         sum(init_gb_ms) as "initGbMs", max(memory_mb) as "memoryMb", max(max_memory_used_mb) as "maxMemoryUsedMb"
    from ${usageRows(isDays)} r group by r.function_id, r.version`
const RETRIES = `
  select function_id as "functionId", version, sum(attempts)::float8 as retries, sum(gb_ms) as "retryGbMs"
    from retry_hour where at >= $1 and at < $2 group by function_id, version`

/** Bounds of a window as usageRows takes them: its ends and its whole hours. */
export function usageBounds({ fromMs, toMs }: Window): Date[] {
  const firstHour = Math.min(toMs, Math.ceil(fromMs / HOUR) * HOUR)
  return [fromMs, toMs, firstHour, Math.max(firstHour, Math.floor(toMs / HOUR) * HOUR)].map((ms) => new Date(ms))
}

/** Whether a window is of whole UTC days, which are read as one row for each version. */
export function isOfDays({ fromMs, toMs }: Window): boolean {
  return fromMs % DAY === 0 && toMs % DAY === 0
}

/** What all functions used in a window of whole minutes, by version. Retries count by whole hours. */
export async function listUsage(db: Db, window: Window): Promise<VersionUsage[]> {
  const hours = [Math.floor(window.fromMs / HOUR) * HOUR, window.toMs].map((ms) => new Date(ms))
  const [rows, retries] = await Promise.all([
    selectRows<Omit<VersionUsage, 'retries' | 'retryGbMs'>>(db.pool, sql(isOfDays(window)), usageBounds(window)),
    selectRows<Pick<VersionUsage, 'functionId' | 'version' | 'retries' | 'retryGbMs'>>(db.pool, RETRIES, hours),
  ])
  const byVersion = new Map(retries.map((row) => [`${row.functionId}/${row.version}`, row]))
  return rows.map((row) => {
    const repeated = byVersion.get(`${row.functionId}/${row.version}`)
    return { ...row, retries: repeated?.retries ?? 0, retryGbMs: repeated?.retryGbMs ?? 0 }
  })
}

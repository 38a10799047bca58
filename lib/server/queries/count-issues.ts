import type { Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'

/** Occurrences of one issue in one version and one bucket. */
export type IssueCount = { issueId: number; functionId: number; version: string; bucket: number; count: number }

/** null: whichever. */
export type IssueFilter = {
  issueIds: readonly number[] | null
  placeIds: readonly number[] | null
  functionIds: readonly number[] | null
  versions: readonly string[] | null
}

/** Equal buckets over whole minutes of a window. */
export type IssueGrid = Window & { originMs: number; periodMs: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const HOURLY_FROM_MS = 12 * HOUR
const DAILY_FROM_MS = 14 * DAY
const KEYS = 'issue_id, function_id, version, at'
const SQL = `
  select issue_id as "issueId", function_id as "functionId", version,
         floor((date_part('epoch', at) * 1000 - $7::float8) / $8::float8)::int as bucket, sum(count)::int as count
    from (select ${KEYS}, invocations as count from issue_day where at >= $5 and at < $6 and ${meets('issue_day')}
          union all
          select ${KEYS}, invocations from issue_hour
           where at >= $2 and at < $3 and (at < $5 or at >= $6) and ${meets('issue_hour')}
          union all
          select h.issue_id, h.function_id, h.version, m.at, m.count
            from issue_hour h cross join lateral (
              select h.at + (n - 1) * interval '1 minute' as at, c as count from unnest(h.minutes) with ordinality as u(c, n)
            ) m
           where (h.at > $1::timestamptz - interval '1 hour' and h.at < $2 or h.at >= $3 and h.at < $4) and m.count > 0
             and m.at >= $1 and m.at < $4 and (m.at < $2 or m.at >= $3) and ${meets('h')}) r
   group by 1, 2, 3, 4`

function meets(table: string): string {
  return `($9::int[] is null or ${table}.issue_id = any($9)) and ($10::int[] is null or ${table}.account_region_id = any($10))
    and ($11::int[] is null or ${table}.function_id = any($11)) and ($12::text[] is null or ${table}.version = any($12))`
}

/** Counts occurrences, from days and hours where buckets are made of whole ones, and from minutes elsewhere. */
export async function countIssues(db: Db, grid: IssueGrid, filter: IssueFilter): Promise<IssueCount[]> {
  const { fromMs, toMs, originMs, periodMs } = grid
  const isWhole = periodMs >= toMs - fromMs
  const fits = (unit: number) => isWhole || (periodMs % unit === 0 && originMs % unit === 0)
  const [firstHour, lastHour] = fits(HOUR) ? within(fromMs, toMs, HOUR) : [toMs, toMs]
  const [firstDay, lastDay] = fits(DAY) ? within(firstHour, lastHour, DAY) : [lastHour, lastHour]
  const bounds = [fromMs, firstHour, lastHour, toMs, firstDay, lastDay].map((ms) => new Date(ms))
  const { issueIds, placeIds, functionIds, versions } = filter
  const values = [...bounds, isWhole ? fromMs - DAY : originMs, isWhole ? toMs - fromMs + 2 * DAY : periodMs]
  return selectRows<IssueCount>(db.pool, SQL, [...values, issueIds, placeIds, functionIds, versions])
}

/** The whole units within a stretch; nothing at its end where there is none. */
function within(fromMs: number, toMs: number, unit: number): [number, number] {
  const first = Math.min(toMs, Math.ceil(fromMs / unit) * unit)
  return [first, Math.max(first, Math.floor(toMs / unit) * unit)]
}

/** Buckets of a window in whole minutes: `most` or a few more, of hours or days where those are read from fewer rows. */
export function issueGrid({ fromMs, toMs }: Window, most: number): IssueGrid {
  const length = toMs - fromMs
  const unit = length >= DAILY_FROM_MS ? DAY : length >= HOURLY_FROM_MS ? HOUR : MINUTE
  const periodMs = Math.max(1, Math.ceil(length / most / unit)) * unit
  return { fromMs, toMs, periodMs, originMs: unit === MINUTE ? fromMs : Math.floor(fromMs / unit) * unit }
}

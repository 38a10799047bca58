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
/* Days and whole hours. */
const WHOLE = `
  select issue_id as "issueId", function_id as "functionId", version,
         floor((date_part('epoch', at) * 1000 - $5::float8) / $6::float8)::int as bucket, sum(count)::int as count
    from (select ${KEYS}, invocations as count from issue_day where at >= $3 and at < $4 and ${meets(7)}
          union all
          select ${KEYS}, invocations from issue_hour
           where at >= $1 and at < $2 and (at < $3 or at >= $4) and ${meets(7)}) r
   group by 1, 2, 3, 4`
/* Hours of which some minutes count. */
const MINUTES = `
  select issue_id as "issueId", function_id as "functionId", version, round(date_part('epoch', at) * 1000) as "hourMs", minutes
    from issue_hour
   where (at > $1::timestamptz - interval '1 hour' and at < $2 or at >= $3 and at < $4) and ${meets(5)}`

type HourRow = Omit<IssueCount, 'bucket' | 'count'> & { hourMs: number; minutes: number[] }

function meets(first: number): string {
  const [issues, places, functions, versions] = [0, 1, 2, 3].map((offset) => `$${first + offset}`)
  return `(${issues}::int[] is null or issue_id = any(${issues})) and (${places}::int[] is null or account_region_id = any(${places}))
    and (${functions}::int[] is null or function_id = any(${functions})) and (${versions}::text[] is null or version = any(${versions}))`
}

/** Counts occurrences, from days and hours where buckets are made of whole ones, and from minutes elsewhere. */
export async function countIssues(db: Db, grid: IssueGrid, filter: IssueFilter): Promise<IssueCount[]> {
  const { fromMs, toMs } = grid
  const isOne = grid.periodMs >= toMs - fromMs
  const [originMs, periodMs] = isOne ? [fromMs - DAY, toMs - fromMs + 2 * DAY] : [grid.originMs, grid.periodMs]
  const fits = (unit: number) => isOne || (periodMs % unit === 0 && originMs % unit === 0)
  const [firstHour, lastHour] = fits(HOUR) ? within(fromMs, toMs, HOUR) : [toMs, toMs]
  const [firstDay, lastDay] = fits(DAY) ? within(firstHour, lastHour, DAY) : [lastHour, lastHour]
  const asked = [filter.issueIds, filter.placeIds, filter.functionIds, filter.versions]
  const dates = (...times: number[]) => times.map((ms) => new Date(ms))
  const [whole, hours] = await Promise.all([
    selectRows<IssueCount>(db.pool, WHOLE, [
      ...[...dates(firstHour, lastHour, firstDay, lastDay), originMs, periodMs],
      ...asked,
    ]),
    selectRows<HourRow>(db.pool, MINUTES, [...dates(fromMs, firstHour, lastHour, toMs), ...asked]),
  ])
  const isEdge = (atMs: number) => atMs >= fromMs && atMs < toMs && (atMs < firstHour || atMs >= lastHour)
  return [...whole, ...hours.flatMap((row) => countMinutes(row, isEdge, { originMs, periodMs }))]
}

/** The counted minutes of one hour by bucket. */
function countMinutes(
  { hourMs, minutes, ...of }: HourRow,
  isCounted: (atMs: number) => boolean,
  { originMs, periodMs }: Pick<IssueGrid, 'originMs' | 'periodMs'>,
): IssueCount[] {
  const counts = new Map<number, number>()
  for (const [minute, count] of minutes.entries()) {
    const atMs = hourMs + minute * MINUTE
    if (count === 0 || !isCounted(atMs)) continue
    const bucket = Math.floor((atMs - originMs) / periodMs)
    counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  }
  return [...counts].map(([bucket, count]) => ({ ...of, bucket, count }))
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

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
/* Days, and whole hours beside them. */
const WHOLE = (first: number) => `
  (select ${KEYS}, invocations as count from issue_day where at >= $3 and at < $4 and ${meets(first)}
   union all
   select ${KEYS}, invocations from issue_hour where at >= $1 and at < $2 and (at < $3 or at >= $4) and ${meets(first)}) r`
/* Of each version a bucket and a count for each, as one text: thousands of rows cost more than all else. */
const COUNTS = `
  select issue_id as "issueId", function_id as "functionId", version,
         string_agg(floor((date_part('epoch', at) * 1000 - $5::float8) / $6::float8) || ' ' || count, ' ') as counts
    from ${WHOLE(7)} group by 1, 2, 3`
const TOTALS = `select issue_id as "issueId", sum(count)::int as count from ${WHOLE(5)} group by 1`
/* Hours of which some minutes count. */
const MINUTES = `
  select issue_id as "issueId", function_id as "functionId", version, round(date_part('epoch', at) * 1000) as "hourMs", array_to_string(minutes, ' ') as minutes
    from issue_hour
   where (at > $1::timestamptz - interval '1 hour' and at < $2 or at >= $3 and at < $4) and ${meets(5)}`

type WholeRow = Omit<IssueCount, 'bucket' | 'count'> & { counts: string }
/** Whole hours of a window, and whole days of those, epoch ms; nothing at their end where there are none. */
type Parts = { firstHour: number; lastHour: number; firstDay: number; lastDay: number }
type HourRow = Omit<IssueCount, 'bucket' | 'count'> & { hourMs: number; minutes: string }

function meets(first: number): string {
  const [issues, places, functions, versions] = [0, 1, 2, 3].map((offset) => `$${first + offset}`)
  return `(${issues}::int[] is null or issue_id = any(${issues})) and (${places}::int[] is null or account_region_id = any(${places}))
    and (${functions}::int[] is null or function_id = any(${functions})) and (${versions}::text[] is null or version = any(${versions}))`
}

/** Counts occurrences, from days and hours where buckets are made of whole ones, and from minutes elsewhere. */
export async function countIssues(db: Db, grid: IssueGrid, filter: IssueFilter): Promise<IssueCount[]> {
  const { originMs, periodMs } = grid
  const fits = (unit: number) => periodMs % unit === 0 && originMs % unit === 0
  const parts = partsOf(grid, fits)
  const [whole, hours] = await Promise.all([
    selectRows<WholeRow>(db.pool, COUNTS, [...wholeValues(parts), originMs, periodMs, ...valuesOf(filter)]),
    selectMinutes(db, grid, parts, filter),
  ])
  return [...whole.flatMap(readCounts), ...hours.flatMap((row) => countMinutes(row, isEdge(grid, parts), grid))]
}

/** How often each issue occurred in a window of whole minutes. */
export async function countByIssue(db: Db, window: Window, filter: IssueFilter): Promise<Map<number, number>> {
  const parts = partsOf(window, () => true)
  const [whole, hours] = await Promise.all([
    selectRows<{ issueId: number; count: number }>(db.pool, TOTALS, [...wholeValues(parts), ...valuesOf(filter)]),
    selectMinutes(db, window, parts, filter),
  ])
  const grid = { originMs: window.fromMs, periodMs: window.toMs - window.fromMs }
  const totals = new Map(whole.map(({ issueId, count }) => [issueId, count]))
  for (const { issueId, count } of hours.flatMap((row) => countMinutes(row, isEdge(window, parts), grid))) {
    totals.set(issueId, (totals.get(issueId) ?? 0) + count)
  }
  return totals
}

function partsOf({ fromMs, toMs }: Window, fits: (unit: number) => boolean): Parts {
  const [firstHour, lastHour] = fits(HOUR) ? within(fromMs, toMs, HOUR) : [toMs, toMs]
  const [firstDay, lastDay] = fits(DAY) ? within(firstHour, lastHour, DAY) : [lastHour, lastHour]
  return { firstHour, lastHour, firstDay, lastDay }
}

function selectMinutes(db: Db, { fromMs, toMs }: Window, { firstHour, lastHour }: Parts, filter: IssueFilter) {
  const edges = [fromMs, firstHour, lastHour, toMs].map((ms) => new Date(ms))
  return selectRows<HourRow>(db.pool, MINUTES, [...edges, ...valuesOf(filter)])
}

function wholeValues({ firstHour, lastHour, firstDay, lastDay }: Parts): Date[] {
  return [firstHour, lastHour, firstDay, lastDay].map((ms) => new Date(ms))
}

function valuesOf({ issueIds, placeIds, functionIds, versions }: IssueFilter): unknown[] {
  return [issueIds, placeIds, functionIds, versions]
}

/** Which minutes of the window no whole hour counts. */
function isEdge({ fromMs, toMs }: Window, { firstHour, lastHour }: Parts): (atMs: number) => boolean {
  return (atMs) => atMs >= fromMs && atMs < toMs && (atMs < firstHour || atMs >= lastHour)
}

function readCounts({ issueId, functionId, version, counts }: WholeRow): IssueCount[] {
  const sums = new Map<number, number>()
  const numbers = counts.split(' ')
  for (let at = 0; at < numbers.length; at += 2) {
    const bucket = Number(numbers[at])
    sums.set(bucket, (sums.get(bucket) ?? 0) + Number(numbers[at + 1]))
  }
  return [...sums].map(([bucket, count]) => ({ issueId, functionId, version, bucket, count }))
}

/** The counted minutes of one hour by bucket. */
function countMinutes(
  { issueId, functionId, version, hourMs, minutes }: HourRow,
  isCounted: (atMs: number) => boolean,
  { originMs, periodMs }: Pick<IssueGrid, 'originMs' | 'periodMs'>,
): IssueCount[] {
  const counts = new Map<number, number>()
  for (const [minute, count] of minutes.split(' ').entries()) {
    const atMs = hourMs + minute * MINUTE
    if (count === '0' || !isCounted(atMs)) continue
    const bucket = Math.floor((atMs - originMs) / periodMs)
    counts.set(bucket, (counts.get(bucket) ?? 0) + Number(count))
  }
  return [...counts].map(([bucket, count]) => ({ issueId, functionId, version, bucket, count }))
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

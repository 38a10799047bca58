import * as z from 'zod/mini'
import type { ListIssuesRequest, ListIssuesResponse } from '@/lib/contracts/issues'
import { type Window, widenToMinutes } from '@/lib/domain/covered-window'
import { AppError } from '@/lib/server/app-error'
import { CursorId, CursorMoment, cursorOf, parseCursor } from '@/lib/server/cursor'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import {
  countByIssue,
  countIssues,
  type IssueCount,
  type IssueFilter,
  issueGrid,
} from '@/lib/server/queries/count-issues'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getQualifierSource } from '@/lib/server/queries/get-qualifier-source'
import { getReadExtent } from '@/lib/server/queries/get-read-extent'
import { listIssueFunctions } from '@/lib/server/queries/issue-functions'
import { ISSUE_COLUMNS, type IssueRow, issueItem } from '@/lib/server/queries/issue-row'
import { listPlaceIds } from '@/lib/server/queries/list-place-ids'

type Page = { rows: IssueRow[]; nextCursor: string | null }

const SPARK_POINTS = 30
const TimeCursor = z.tuple([z.enum(['lastSeen', 'newest']), CursorMoment, CursorId])
const CountCursor = z.tuple([z.literal('count'), z.int(), CursorId])
const FUNCTIONS = `
  select id from lambda_function where name = $1 and ($2::int[] is null or account_region_id = any($2))`
const MATCHES = `
  ($1::text is null or i.state = $1) and ($2::text is null or i.class = $2)
  and ($3::text is null or strpos(lower(i.type || ': ' || i.shape || ' ' || coalesce(i.message, '')), lower($3)) > 0)`
const byTime = (column: string) => `
  select ${ISSUE_COLUMNS} from issue i
   where ${MATCHES} and i.last_seen_at >= $4 and i.first_seen_at < $5
     and ($10::timestamptz is null or (i.${column}, i.id) < ($10, $11::int))
     and exists (select from issue_hour h where h.issue_id = i.id and h.at > $4::timestamptz - interval '1 hour' and h.at < $5
           and h.last_at >= $4 and h.first_at < $5 and ($6::int[] is null or h.account_region_id = any($6))
           and ($7::int[] is null or h.function_id = any($7)) and ($8::text[] is null or h.version = any($8)))
   order by i.${column} desc, i.id desc limit $9`
const LAST_SEEN = byTime('last_seen_at')
const NEWEST = byTime('first_seen_at')
const BY_COUNT = `
  select ${ISSUE_COLUMNS} from issue i join unnest($4::int[], $5::int[]) as n(id, count) on n.id = i.id
   where ${MATCHES} and ($7::int is null or (n.count, i.id) < ($7, $8::int))
   order by n.count desc, i.id desc limit $6`

/**
 * A page of issues with an occurrence in the window (whole minutes), by keyset. Throws BAD_REQUEST for a qualifier without
 * a function, CONFLICT for an alias whose log lines cannot be told from those of other routes.
 */
export async function listIssues(db: Db, request: ListIssuesRequest, nowMs: number): Promise<ListIssuesResponse> {
  const window = widenToMinutes(checkWindow(request))
  const filter = await readFilter(db, request, window, nowMs)
  const read = await getReadExtent(db, 'logs', filter, window, nowMs)
  const readPage = request.sort === 'count' ? pageByCount : pageByTime
  const { rows, nextCursor } = await readPage(db, request, window, filter)
  const grid = issueGrid(window, SPARK_POINTS)
  const ids = rows.map(({ id }) => id)
  const counts = ids.length === 0 ? [] : await countIssues(db, grid, { ...filter, issueIds: ids })
  const functionIds = [...counts.map(({ functionId }) => functionId), ...rows.map((row) => row.firstFunctionId)]
  const functions = await listIssueFunctions(db, [...new Set(functionIds)], window)
  const byIssue = new Map<number, IssueCount[]>(ids.map((id) => [id, []]))
  for (const count of counts) byIssue.get(count.issueId)?.push(count)
  const items = rows.map((row) => issueItem(row, byIssue.get(row.id) ?? [], functions, grid, nowMs))
  // An hour at the window's edge may hold occurrences before and after it, and none in it.
  return { items: items.filter(({ count }) => count > 0), nextCursor, read }
}

async function readFilter(
  db: Db,
  { functionName, qualifier, ...scope }: ListIssuesRequest,
  window: Window,
  nowMs: number,
): Promise<IssueFilter> {
  const idsOf = async (sql: string, values: unknown[]) =>
    (await selectRows<{ id: number }>(db.pool, sql, values)).map(({ id }) => id)
  const placeIds = await listPlaceIds(db, scope)
  if (functionName === undefined) {
    if (qualifier !== undefined) throw new AppError('BAD_REQUEST', 'qualifier needs a functionName.')
    return { issueIds: null, placeIds, functionIds: null, versions: null }
  }
  if (qualifier === undefined) {
    const functionIds = await idsOf(FUNCTIONS, [functionName, placeIds])
    return { issueIds: null, placeIds, functionIds, versions: null }
  }
  const identity = await getFunctionIdentity(db, functionName, scope)
  const { versions, reason } = await getQualifierSource(db, identity, qualifier, window, nowMs)
  if (versions === null) {
    const why = `Log lines name the version that ran, never the alias that was called. ${reason ?? ''}`
    throw new AppError('CONFLICT', `${why} Choose a version, or all.`)
  }
  return { issueIds: null, placeIds, functionIds: [identity.id], versions: versions === 'all' ? null : versions }
}

function matchesOf({ state, class: issueClass, search }: ListIssuesRequest): (string | null)[] {
  return [state ?? null, issueClass ?? null, search ?? null]
}

async function pageByTime(db: Db, request: ListIssuesRequest, window: Window, filter: IssueFilter): Promise<Page> {
  const after = parseCursor(request.cursor, TimeCursor)
  if (after !== null && after[0] !== request.sort) throw otherOrder()
  const rows = await selectRows<IssueRow>(db.pool, request.sort === 'newest' ? NEWEST : LAST_SEEN, [
    ...[...matchesOf(request), new Date(window.fromMs), new Date(window.toMs)],
    ...[filter.placeIds, filter.functionIds, filter.versions, request.limit + 1],
    ...[after === null ? null : new Date(after[1]), after?.[2] ?? null],
  ])
  const keyOf = (row: IssueRow) => [request.sort, request.sort === 'newest' ? row.firstSeenMs : row.lastSeenMs, row.id]
  return pageOf(rows, request.limit, keyOf)
}

async function pageByCount(db: Db, request: ListIssuesRequest, window: Window, filter: IssueFilter): Promise<Page> {
  const after = parseCursor(request.cursor, CountCursor)
  const totals = await countByIssue(db, window, filter)
  const rows = await selectRows<IssueRow>(db.pool, BY_COUNT, [
    ...[...matchesOf(request), [...totals.keys()], [...totals.values()]],
    ...[request.limit + 1, after?.[1] ?? null, after?.[2] ?? null],
  ])
  return pageOf(rows, request.limit, (row) => ['count', totals.get(row.id) ?? 0, row.id])
}

function pageOf(all: IssueRow[], limit: number, keyOf: (row: IssueRow) => (string | number)[]): Page {
  const rows = all.slice(0, limit)
  const last = rows.at(-1)
  return { rows, nextCursor: all.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null }
}

function otherOrder(): AppError {
  return new AppError('BAD_REQUEST', 'cursor is of another order. Start again without it.')
}

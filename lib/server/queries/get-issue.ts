import type { FirstBadVersion, IssueDetail, IssuePlace, IssueRequest } from '@/lib/contracts/issues'
import { widenToMinutes } from '@/lib/domain/covered-window'
import { AppError } from '@/lib/server/app-error'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { countIssues, type IssueCount, issueGrid } from '@/lib/server/queries/count-issues'
import { getFirstBadVersion } from '@/lib/server/queries/get-first-bad-version'
import { getIssueStack } from '@/lib/server/queries/get-issue-stack'
import { getVersionTotals } from '@/lib/server/queries/get-version-totals'
import { type IssueFunction, listIssueFunctions } from '@/lib/server/queries/issue-functions'
import { ISSUE_COLUMNS, type IssueRow, issueItem } from '@/lib/server/queries/issue-row'
import { listIssueSamples } from '@/lib/server/queries/list-issue-samples'

type SeenRow = { functionId: number; version: string; firstSeenMs: number; lastSeenMs: number }

const TREND_POINTS = 120
const ISSUE = `select ${ISSUE_COLUMNS} from issue i where i.id = $1`
const SEEN = `
  select function_id as "functionId", version, round(date_part('epoch', min(first_at)) * 1000) as "firstSeenMs",
         round(date_part('epoch', max(last_at)) * 1000) as "lastSeenMs"
    from issue_hour where issue_id = $1 group by function_id, version`

/**
 * One issue: its occurrences in the window over time, by function and version, newest ones, and where it was seen first.
 * Throws NOT_FOUND when there is none (any more: issues are kept as long as rollups by hour).
 */
export async function getIssue(db: Db, idText: string, request: IssueRequest, nowMs: number): Promise<IssueDetail> {
  const window = widenToMinutes(checkWindow(request))
  const id = /^[1-9]\d{0,8}$/.test(idText) ? Number(idText) : null
  const [row] = id === null ? [] : await selectRows<IssueRow>(db.pool, ISSUE, [id])
  if (id === null || row === undefined) {
    throw new AppError('NOT_FOUND', `There is no issue ${idText}. It may be older than the retention of rollups.`)
  }
  const grid = issueGrid(window, TREND_POINTS)
  const filter = { issueIds: [id], placeIds: null, functionIds: null, versions: null }
  const [counts, seen, samples] = await Promise.all([
    countIssues(db, grid, filter),
    selectRows<SeenRow>(db.pool, SEEN, [id]),
    listIssueSamples(db, id, window),
  ])
  const functionIds = [...new Set([...seen.map(({ functionId }) => functionId), row.firstFunctionId])]
  const [functions, totals, stack] = await Promise.all([
    listIssueFunctions(db, functionIds, window),
    getVersionTotals(db, functionIds, window),
    getIssueStack(db, samples),
  ])
  return {
    ...issueItem(row, counts, functions, grid, nowMs),
    periodMs: grid.periodMs,
    countedFromMs: window.fromMs,
    countedToMs: Math.max(window.fromMs, Math.min(window.toMs, nowMs)),
    places: listPlaces(seen, counts, functions, totals),
    firstBad: await readFirstBad(db, row, functions.get(row.firstFunctionId)),
    samples,
    stack,
  }
}

/** Most occurrences first; those without any in the window last, by when they had some. */
function listPlaces(
  seen: readonly SeenRow[],
  counts: readonly IssueCount[],
  functions: ReadonlyMap<number, IssueFunction>,
  totals: ReadonlyMap<string, number>,
): IssuePlace[] {
  return seen
    .flatMap(({ functionId, ...row }) => {
      const fn = functions.get(functionId)
      if (fn === undefined) return []
      const { functionName, accountId, region, logGroup } = fn
      const own = counts.filter((one) => one.functionId === functionId && one.version === row.version)
      const count = own.reduce((sum, one) => sum + one.count, 0)
      const invocations = totals.get(`${functionId}/${row.version}`) ?? null
      return [{ functionName, accountId, region, logGroup, ...row, count, invocations }]
    })
    .sort((a, b) => b.count - a.count || b.lastSeenMs - a.lastSeenMs)
}

async function readFirstBad(db: Db, row: IssueRow, fn: IssueFunction | undefined): Promise<FirstBadVersion | null> {
  if (fn === undefined) return null
  const { functionName, accountId, region, readFromMs } = fn
  const first = { issueId: row.id, functionId: fn.id, version: row.firstVersion, atMs: row.firstSeenMs }
  return { functionName, accountId, region, readFromMs, ...(await getFirstBadVersion(db, first)) }
}

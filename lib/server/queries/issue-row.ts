import type { IssueItem } from '@/lib/contracts/issues'
import type { IssueCount, IssueGrid } from '@/lib/server/queries/count-issues'
import { type IssueFunction, issueTrend, isWhollyRead } from '@/lib/server/queries/issue-functions'

export type IssueRow = Pick<
  IssueItem,
  | 'class'
  | 'type'
  | 'message'
  | 'example'
  | 'frame'
  | 'state'
  | 'stateAtMs'
  | 'reopenedAtMs'
  | 'firstSeenMs'
  | 'lastSeenMs'
> & { id: number; firstFunctionId: number; firstVersion: string }

const at = (column: string) => `round(date_part('epoch', i.${column}) * 1000)`
/** Columns of an issue i as IssueRow names them. */
export const ISSUE_COLUMNS = `i.id, i.class, i.type, i.shape as message, i.message as example, i.frame, i.state,
  ${at('state_at')} as "stateAtMs", ${at('reopened_at')} as "reopenedAtMs", ${at('first_seen_at')} as "firstSeenMs",
  ${at('last_seen_at')} as "lastSeenMs", i.first_function_id as "firstFunctionId", i.first_version as "firstVersion"`

const FUNCTIONS_NAMED = 3
/** What was there when reading began is not new. */
const READ_BEFORE_MS = 3_600_000

/** The issue as the API names it, with what was counted of it. */
export function issueItem(
  { id, firstFunctionId, firstVersion: _, ...row }: IssueRow,
  counts: readonly IssueCount[],
  functions: ReadonlyMap<number, IssueFunction>,
  grid: IssueGrid,
  nowMs: number,
): IssueItem {
  const byBucket = sumBy(counts, ({ bucket }) => bucket)
  const byFunction = sumBy(counts, ({ functionId }) => functionId)
  const known = [...byFunction.keys()].flatMap((functionId) => functions.get(functionId) ?? [])
  const readFromMs = functions.get(firstFunctionId)?.readFromMs ?? null
  const named = known
    .map(({ id: functionId, functionName, accountId, region }) => {
      return { functionName, accountId, region, count: byFunction.get(functionId) ?? 0 }
    })
    .sort((a, b) => b.count - a.count || (a.functionName < b.functionName ? -1 : 1))
  const trend = issueTrend(byBucket, known, grid, nowMs)
  return {
    id: String(id),
    ...row,
    isNew: row.firstSeenMs >= grid.fromMs && readFromMs !== null && row.firstSeenMs - readFromMs >= READ_BEFORE_MS,
    count: counts.reduce((sum, { count }) => sum + count, 0),
    isPartial: !isWhollyRead(known, grid, nowMs),
    functions: named.slice(0, FUNCTIONS_NAMED),
    functionCount: byFunction.size,
    trend,
    isCut: grid.originMs + trend.length * grid.periodMs > Math.min(grid.toMs, nowMs),
  }
}

function sumBy<Key>(counts: readonly IssueCount[], keyOf: (count: IssueCount) => Key): Map<Key, number> {
  const sums = new Map<Key, number>()
  for (const one of counts) sums.set(keyOf(one), (sums.get(keyOf(one)) ?? 0) + one.count)
  return sums
}

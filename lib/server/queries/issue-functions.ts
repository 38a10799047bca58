import { type Covered, isCountable, sumOfBucket, type Window } from '@/lib/domain/covered-window'
import { type Db, selectRows } from '@/lib/server/db'
import type { IssueGrid } from '@/lib/server/queries/count-issues'
import { type CoveredRow, coveredColumns, coveredOf } from '@/lib/server/queries/covered-sql'

/** A function in which an issue was seen; readFromMs: since when its lines are read without a gap. */
export type IssueFunction = {
  id: number
  functionName: string
  accountId: string
  region: string
  logGroup: string
  readFromMs: number | null
  covered: Covered
}

type Row = Omit<IssueFunction, 'covered'> & CoveredRow

const TOLERANCE_MS = 30 * 60_000
const SQL = `
  select f.id, f.name as "functionName", ar.account_id as "accountId", ar.region,
         coalesce(f.log_group_name, '/aws/lambda/' || f.name) as "logGroup",
         round(date_part('epoch', (select lower(r) from unnest(s.covered) r order by r desc limit 1)) * 1000) as "readFromMs",
         ${coveredColumns('c.part')}
    from lambda_function f join account_region ar on ar.id = f.account_region_id
    left join sync_state s on s.account_region_id = f.account_region_id and s.step = 'logs'
         and s.subject = coalesce(f.log_group_name, '/aws/lambda/' || f.name)
    cross join lateral (select s.covered * tstzmultirange(tstzrange($2::timestamptz, $3::timestamptz)) as part offset 0) c
   where f.id = any(array(select unnest($1::int[])))`

/** Names of functions, and which of their log lines in the window are read. */
export async function listIssueFunctions(
  db: Db,
  functionIds: readonly number[],
  { fromMs, toMs }: Window,
): Promise<Map<number, IssueFunction>> {
  if (functionIds.length === 0) return new Map()
  const rows = await selectRows<Row>(db.pool, SQL, [functionIds, new Date(fromMs), new Date(toMs)])
  return new Map(
    rows.map(({ coveredFromMs, coveredToMs, coveredParts, ...row }) => {
      return [row.id, { ...row, covered: coveredOf({ coveredFromMs, coveredToMs, coveredParts }) }]
    }),
  )
}

/** Counts by bucket as a series. A bucket without any is 0 only where the lines of all these functions are read. */
export function issueTrend(
  counts: ReadonlyMap<number, number>,
  functions: readonly IssueFunction[],
  grid: IssueGrid,
  nowMs: number,
): [number, number | null][] {
  const { fromMs, toMs, originMs, periodMs } = grid
  return Array.from({ length: Math.ceil((toMs - originMs) / periodMs) }, (_, index) => {
    const start = originMs + index * periodMs
    const bucket = { fromMs: Math.max(fromMs, start), toMs: Math.min(start + periodMs, toMs) }
    const isKnown = functions.every(({ covered }) => sumOfBucket(0, bucket, covered, nowMs) !== null)
    return [start, counts.get(index) ?? (isKnown ? 0 : null)]
  })
}

/** Whether the lines of all these functions are read over the window, up to where they can be by now. */
export function isWhollyRead(functions: readonly IssueFunction[], window: Window, nowMs: number): boolean {
  return functions.every(({ covered }) => isCountable(covered, window, nowMs, TOLERANCE_MS))
}

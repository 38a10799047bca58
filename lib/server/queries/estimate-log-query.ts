import type { LogQueryEstimate, LogQueryEstimateRequest } from '@/lib/contracts/log-queries'
import type { Window } from '@/lib/domain/covered-window'
import { scanPrice } from '@/lib/server/api-prices'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'
import { getLogHistogram } from '@/lib/server/queries/get-log-histogram'
import { listLogs } from '@/lib/server/queries/list-logs'

const DAY_MS = 86_400_000
const LINES_WEIGHED = 200
const GROUP = `
  SELECT nullif(g.stored_bytes, 0)::float8 AS "storedBytes", g.retention_days AS "retentionDays",
    coalesce(s.covered @> tstzrange($3, $4), false) AS "isCovered",
    (SELECT count(*) FROM lambda_function f WHERE f.account_region_id = $1
      AND coalesce(f.log_group_name, '/aws/lambda/' || f.name) = $2) > 1 AS "isShared"
  FROM log_group g LEFT JOIN sync_state s ON s.account_region_id = g.account_region_id AND s.step = 'logs' AND s.subject = g.name
  WHERE g.account_region_id = $1 AND g.name = $2`

type Group = { storedBytes: number | null; retentionDays: number | null; isCovered: boolean; isShared: boolean }

/**
 * What a Logs Insights query of a function's log group would scan: of a window that was read whole, of a group of its own,
 * what is stored of it;
 * else the window's share of what the group keeps, or all of that where it keeps lines for ever. Null where neither is known.
 */
export async function estimateLogQuery(db: Db, request: LogQueryEstimateRequest): Promise<LogQueryEstimate> {
  const window = checkWindow(request)
  const { accountRegionId, accountId, region, logGroupName } = await getFunctionIdentity(
    db,
    request.functionName,
    request,
  )
  const values = [accountRegionId, logGroupName, new Date(window.fromMs), new Date(readTo(window))]
  const [group] = await selectRows<Group>(db.pool, GROUP, values)
  const place = { accountId, region, logGroup: logGroupName }
  // A query scans what others wrote to the group too.
  if (group?.isCovered && !group.isShared)
    return { ...place, ...priced(await weighStored(db, request), region), isUpperBound: false }
  const { storedBytes = null, retentionDays = null } = group ?? {}
  const share = retentionDays === null ? 1 : Math.min(1, (window.toMs - window.fromMs) / (retentionDays * DAY_MS))
  const bytes = storedBytes === null ? null : Math.ceil(storedBytes * share)
  return { ...place, ...priced(bytes, region), isUpperBound: retentionDays === null }
}

/** The newest lines are not read yet, and weigh little. */
function readTo({ fromMs, toMs }: Window): number {
  return Math.max(fromMs + 1, toMs - 0.1 * (toMs - fromMs) - 60_000)
}

function priced(bytes: number | null, region: string) {
  const { usd, isListed } = scanPrice(region)
  return { bytes, usd: bytes === null ? null : bytes * usd, isPriceListed: isListed }
}

async function weighStored(db: Db, request: LogQueryEstimateRequest): Promise<number> {
  const [{ buckets }, { items }] = await Promise.all([
    getLogHistogram(db, request),
    listLogs(db, { ...request, limit: LINES_WEIGHED }, request.to),
  ])
  const lines = buckets.reduce(
    (sum, { counts }) => sum + Object.values(counts).reduce((all, count) => all + count, 0),
    0,
  )
  const weighed = items.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0)
  return items.length === 0 ? 0 : Math.ceil((lines * weighed) / items.length)
}

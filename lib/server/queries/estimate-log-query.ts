import type { LogQueryEstimate, LogQueryEstimateRequest } from '@/lib/contracts/log-queries'
import { type Db, selectRows } from '@/lib/server/db'
import { scanPrice } from '@/lib/server/log-query-price'
import { checkWindow } from '@/lib/server/queries/check-window'
import { getFunctionIdentity } from '@/lib/server/queries/get-function-identity'

const DAY_MS = 86_400_000
const GROUP = `
  SELECT stored_bytes::float8 AS "storedBytes", retention_days AS "retentionDays" FROM log_group
  WHERE account_region_id = $1 AND name = $2`

/**
 * What a Logs Insights query of a function's log group would scan: the window's share of what the group keeps. Where it
 * keeps lines for ever its age is not known, and all of it is the bound. Null where AWS told no size.
 */
export async function estimateLogQuery(db: Db, request: LogQueryEstimateRequest): Promise<LogQueryEstimate> {
  const { fromMs, toMs } = checkWindow(request)
  const { accountRegionId, accountId, region, logGroupName } = await getFunctionIdentity(
    db,
    request.functionName,
    request,
  )
  type Group = { storedBytes: number | null; retentionDays: number | null }
  const [group] = await selectRows<Group>(db.pool, GROUP, [accountRegionId, logGroupName])
  const { storedBytes = null, retentionDays = null } = group ?? {}
  const share = retentionDays === null ? 1 : Math.min(1, (toMs - fromMs) / (retentionDays * DAY_MS))
  const bytes = storedBytes === null ? null : Math.ceil(storedBytes * share)
  return {
    accountId,
    region,
    logGroup: logGroupName,
    bytes,
    usd: bytes === null ? null : bytes * scanPrice(),
    isUpperBound: retentionDays === null,
  }
}

import type { SpendResponse } from '@/lib/contracts/spend'
import { type Db, selectRows } from '@/lib/server/db'
import { checkWindow } from '@/lib/server/queries/check-window'

type Row = SpendResponse['byApi'][number]

/**
 * Calls to AWS and their estimated price in USD, dearest first. Metered by the hour: the hour that holds `from` counts
 * whole, that of `to` when it began before it.
 */
export async function getSpend(db: Db, window: { from: number; to: number }): Promise<SpendResponse> {
  const { fromMs, toMs } = checkWindow(window)
  const byApi = await selectRows<Row>(
    db.pool,
    `select ar.account_id as "accountId", ar.region, u.service, u.operation, sum(u.calls)::float8 as calls,
            sum(u.billed_units)::float8 as "billedUnits", sum(u.usd) as usd
       from api_usage u join account_region ar on ar.id = u.account_region_id
      where u.hour >= date_trunc('hour', $1::timestamptz, 'UTC') and u.hour < $2
      group by ar.account_id, ar.region, u.service, u.operation
      order by sum(u.usd) desc, sum(u.calls) desc, u.service, u.operation, ar.account_id, ar.region`,
    [new Date(fromMs), new Date(toMs)],
  )
  return {
    totalUsd: byApi.reduce((sum, row) => sum + row.usd, 0),
    calls: byApi.reduce((sum, row) => sum + row.calls, 0),
    byApi,
  }
}
